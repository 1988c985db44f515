#!/usr/bin/env node
import "./small-heap.mjs";
import { importEntry } from "./import-entry.mjs";

await importEntry("cli/main.ts");
