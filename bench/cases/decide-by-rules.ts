// Parts decided by one contender; its first decisions are compared with those of json-rules-engine.
import * as z from "zod";
import { peakRssMb } from "../process-cost.ts";
import { benchFacts, benchRuleset } from "../rules/bench-ruleset.ts";
import { type Contender, contenders } from "../rules/contenders.ts";

const Options = z.object({ contender: z.string(), decisions: z.number(), rounds: z.number() });
const options = Options.parse(JSON.parse(process.argv[2] ?? "{}"));
const ruleset = benchRuleset();
const facts = benchFacts(100_000);
const compared = 20_000;

const make = Object.entries(contenders).find(([name]) => name === options.contender)?.[1];
if (make === undefined) throw new Error(`no contender ${options.contender}`);
const contender: Contender = await make(ruleset);

let best = Infinity;
for (let round = 0; round < options.rounds; round += 1) {
  const started = process.cpuUsage();
  for (let index = 0; index < options.decisions; index += 1) {
    const part = facts[index % facts.length];
    if (part === undefined) continue;
    const decided = contender.decide(part);
    // Waiting for what is there already would be counted against those that need no promise.
    if (decided instanceof Promise) await decided;
  }
  const { user, system } = process.cpuUsage(started);
  best = Math.min(best, (user + system) / options.decisions);
}
const peak = peakRssMb(process.pid);

const engine = contenders["json-rules-engine"](ruleset);
let wrong = 0;
for (const part of facts.slice(0, compared)) {
  const expected = engine.tell(await engine.decide(part));
  if (contender.tell(await contender.decide(part)) !== expected) wrong += 1;
}
console.log(JSON.stringify({ microseconds: best, peakRssMb: peak, wrong }));
