// Compares what is generated from the migrations with what is committed, or writes it with --write:
//   npm run check:schema -- postgres://admin@host/postgres [--write]
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { withFreshDatabase } from "./fresh-database.ts";

const [adminUrl, mode] = process.argv.slice(2);
if (adminUrl === undefined) {
  console.error("Give the URL of a user who may create databases on Postgres 15 or newer.");
  process.exit(2);
}
const check = mode === "--write" ? [] : ["--check"];
const dump = fileURLToPath(new URL("dump-schema.ts", import.meta.url));
const types = fileURLToPath(new URL("generate-schema-types.mjs", import.meta.url));

await withFreshDatabase(adminUrl, (url) => {
  execFileSync(process.execPath, ["--import", "tsx", dump, url, ...check], { stdio: "inherit" });
  execFileSync(process.execPath, [types, url, ...check], { stdio: "inherit" });
});
