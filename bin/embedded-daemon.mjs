import { importEntry } from "./import-entry.mjs";

await importEntry("store/embedded/daemon.ts");
