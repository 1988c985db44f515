#!/usr/bin/env node
import { importEntry } from "./import-entry.mjs";

await importEntry("cli/main.ts");
