// What happens once for a new ruleset: compiled and proven, and looked through.
import { createDecider } from "../../src/decide/decider.ts";
import { analyzeRuleset } from "../../src/rules/analysis/analyze-ruleset.ts";
import { benchRuleset, manyRules } from "../rules/bench-ruleset.ts";

const ruleset = benchRuleset();
const startedAt = performance.now();
const proof = await createDecider(ruleset).prove();
const provenAt = performance.now();
const many = manyRules(40);
const loadedAt = performance.now();
const { routes } = analyzeRuleset(many, 0.5);
console.log(
  JSON.stringify({
    provenMs: provenAt - startedAt,
    cells: proof.proven,
    analyzedMs: performance.now() - loadedAt,
    regions: routes.automation.regions + routes.manual.regions,
  }),
);
