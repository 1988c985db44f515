#!/usr/bin/env node
import "./runtime-name.mjs";
import "./small-heap.mjs";
import { importEntry } from "./import-entry.mjs";

await importEntry("cli/main.ts");
