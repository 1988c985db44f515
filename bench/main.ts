// npm run bench [-- SECTION ... [--rows N]]: prints figures, asserts nothing; N is for selection.
import { parseArgs } from "node:util";
import { describeMachine } from "./environment.ts";
import { extractSection } from "./sections/extract.ts";
import { requestsSection } from "./sections/requests.ts";
import { rulesSection } from "./sections/rules.ts";
import { scrapeSection } from "./sections/scrape.ts";
import { simulateSection } from "./sections/simulate.ts";
import { selectionSection } from "./sections/selection.ts";
import { statusSection } from "./sections/status.ts";

const { values, positionals: asked } = parseArgs({
  allowPositionals: true,
  options: { rows: { type: "string", default: "1000000" } },
});
const sections = {
  scrape: scrapeSection,
  extract: extractSection,
  status: statusSection,
  rules: rulesSection,
  simulate: simulateSection,
  requests: requestsSection,
  selection: () => selectionSection({ rows: Number(values.rows) }),
};

const unknown = asked.filter((name) => !(name in sections));
if (unknown.length > 0) {
  console.error(`No section ${unknown.join(", ")}: choose from ${Object.keys(sections).join(", ")}.`);
  process.exit(2);
}
console.log(describeMachine());
for (const [name, run] of Object.entries(sections)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log("");
  await run();
}
