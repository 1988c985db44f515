import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { checkManufacturers } from "../../src/decide/check-manufacturers.ts";
import { checkRuleset } from "../../src/decide/check-ruleset.ts";
import { parseDocument } from "../../src/decide/json-document.ts";
import { rulesetFromStored } from "../../src/decide/ruleset-from-stored.ts";
import { loadRuleset } from "../../src/decide/load-ruleset.ts";
import { routingPath } from "./rules-folder.ts";

const { scoring, completeness, source } = loadRuleset(routingPath);
const shared = { scoring, completeness, overrides: {} };
const check = (text: string) => checkRuleset(parseDocument("it.json", text), shared);
const seed = readFileSync(routingPath, "utf8");
const tokens = [...seed.matchAll(/"[^"]*"|[\d.]+|[{}[\],:]/g)].map(({ index, 0: token }) => ({
  index,
  token,
}));

/** The seed rules with one token replaced by any JSON, another token of the file, or nothing. */
const wounded = fc
  .tuple(
    fc.constantFrom(...tokens),
    fc.oneof(
      fc.json({ maxDepth: 3 }),
      fc.constantFrom(...tokens).map(({ token }) => token),
      fc.constantFrom("", "NaN", "1e999", '"__proto__"', '"constructor"'),
    ),
  )
  .map(([{ index, token }, other]) => seed.slice(0, index) + other + seed.slice(index + token.length));

test("whatever is written, the check answers with a ruleset or with problems that have a place", () => {
  fc.assert(
    fc.property(fc.oneof(wounded, fc.json(), fc.string()), (text) => {
      const { value, problems } = check(text);
      expect(value === null).toBe(problems.length > 0);
      const lines = text.split("\n").length;
      for (const { position, message } of problems) {
        expect(position?.line).toBeGreaterThan(0);
        expect(position?.line).toBeLessThanOrEqual(lines);
        expect(message).not.toMatch(/undefined|\[object|Invalid input/);
      }
    }),
    { numRuns: 400 },
  );
});

test("whatever is written, manufacturers are a directory or problems", () => {
  const text = fc.oneof(
    fc.json(),
    fc.dictionary(fc.string(), fc.array(fc.string())).map((names) => JSON.stringify(names)),
  );
  fc.assert(
    fc.property(text, (written) => {
      const { value, problems } = checkManufacturers(parseDocument("it.json", written));
      expect(value === null).toBe(problems.length > 0);
    }),
  );
});

test("a ruleset with any thresholds is the same after it was stored", () => {
  const score = fc.integer({ min: 0, max: 10_000 }).map((steps) => steps / 10_000);
  fc.assert(
    fc.property(score, score, fc.nat(100), (completeFrom, middleFrom, maxAutomationFailures) => {
      const overrides = { completeFrom, middleFrom, maxAutomationFailures };
      const stored = rulesetFromStored({ ...source, overrides });
      expect(rulesetFromStored(JSON.parse(JSON.stringify(stored.source)))).toEqual(stored);
    }),
    { numRuns: 50 },
  );
});
