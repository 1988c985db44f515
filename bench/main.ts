// npm run bench [-- SECTION ...]: prints figures, asserts nothing.
import { describeMachine } from "./environment.ts";
import { extractSection } from "./sections/extract.ts";
import { scrapeSection } from "./sections/scrape.ts";
import { simulateSection } from "./sections/simulate.ts";
import { statusSection } from "./sections/status.ts";

const sections = {
  scrape: scrapeSection,
  extract: extractSection,
  status: statusSection,
  simulate: simulateSection,
};

const asked = process.argv.slice(2);
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
