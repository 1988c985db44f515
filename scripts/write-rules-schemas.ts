// Writes the JSON Schemas of the rules files anew from src/decide: npm run rules:schema
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rulesSchemas } from "../src/rules/schema/rules-schemas.ts";

const folder = fileURLToPath(new URL("../rules", import.meta.url));
for (const [name, schema] of Object.entries(rulesSchemas())) {
  writeFileSync(join(folder, name), `${JSON.stringify(schema, null, 2)}\n`);
}
