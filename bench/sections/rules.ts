import * as z from "zod";
import { figure, printTable } from "../print-table.ts";
import { contenders } from "../rules/contenders.ts";
import { runCase } from "../run-case.ts";

const Measured = z.object({ microseconds: z.number(), peakRssMb: z.number().nullable(), wrong: z.number() });
const NewRuleset = z.object({
  provenMs: z.number(),
  cells: z.number(),
  analyzedMs: z.number(),
  regions: z.number(),
});

const baseline = "json-rules-engine";
const slow = new Set([baseline, "the same, explained", "@gorules/zen-engine"]);
const targets: Readonly<Record<string, number>> = { "table, not explained": 150, "table, explained": 20 };

/** Decisions by rules: the engine as it is used, the table it fills, and what else there is. */
export async function rulesSection(): Promise<void> {
  console.log("rules: processor time per decision, one at a time; the same rules and parts for all");
  const measured = [];
  for (const contender of Object.keys(contenders)) {
    const decisions = slow.has(contender) ? 20_000 : 1_000_000;
    measured.push({
      contender,
      ...(await runCase("decide-by-rules", { contender, decisions, rounds: 3 }, Measured)),
    });
  }
  const floor = measured.find(({ contender }) => contender === baseline)?.microseconds ?? Number.NaN;
  printTable(
    ["", "CPU µs", "x faster", "target", "wrong of 20,000", "peak RSS MB"],
    measured.map(({ contender, microseconds, wrong, peakRssMb }) => [
      contender,
      figure(microseconds, 3),
      figure(floor / microseconds, 1),
      figure(targets[contender] ?? null, 0),
      String(wrong),
      figure(peakRssMb, 0),
    ]),
  );
  const once = await runCase("new-ruleset", {}, NewRuleset);
  printTable(
    ["once per ruleset", "ms", "target ms", "of"],
    [
      ["compiled and proven", figure(once.provenMs, 0), "200", `${once.cells} cells`],
      ["40 rules of 4 tests analyzed", figure(once.analyzedMs, 0), "2000", `${once.regions} regions`],
    ],
  );
}
