// Writes the README's table of settings anew from src/config: npm run docs:config
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { configurationRows } from "./configuration-table.ts";

const file = fileURLToPath(new URL("../README.md", import.meta.url));
const lines = readFileSync(file, "utf8").split("\n");
const start = lines.findIndex((line) => /^\| Setting\s+\| Variable/.test(line));
if (start < 0) throw new Error("README.md has no table with the columns Setting and Variable");
const length = lines.slice(start).findIndex((line) => !line.startsWith("|"));
const rows = configurationRows().map((cells) => `| ${cells.join(" | ")} |`);
const table = [
  "| Setting | Variable | Default | Allowed | What it does |",
  "| --- | --- | --- | --- | --- |",
  ...rows,
];
writeFileSync(file, [...lines.slice(0, start), ...table, ...lines.slice(start + length)].join("\n"));
