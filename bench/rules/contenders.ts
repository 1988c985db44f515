import { ZenEngine } from "@gorules/zen-engine";
import { LogicEngine } from "json-logic-engine";
import * as z from "zod";
import { createDecider, type Decider } from "../../src/decide/decider.ts";
import { createFirstMatch } from "../../src/decide/first-match.ts";
import type { Ruleset } from "../../src/decide/ruleset.ts";
import type { Facts } from "../../src/domain/decision.ts";
import { handWritten } from "./hand-written.ts";
import { jsonLogicOf } from "./json-logic.ts";
import { zenTableOf } from "./zen-table.ts";

/** A way to decide parts; only `decide` is measured. */
export interface Contender {
  readonly decide: (facts: Facts) => unknown;
  /** What was decided: the rule, and `high` where the part goes to automation in the high lane. */
  readonly tell: (decided: unknown) => string;
}

const ZenAnswer = z.object({ result: z.object({ rule: z.string(), isHigh: z.boolean() }) });
const Decided = z.object({ ruleId: z.string(), lane: z.string() });

/** Everything that is measured side by side, made ready for one ruleset. */
export const contenders = {
  "json-rules-engine": (ruleset) => {
    const routing = createFirstMatch(ruleset.rules);
    const lane = createFirstMatch([{ id: "high", when: ruleset.lane }]);
    const automated = new Set(
      ruleset.rules.flatMap(({ id, then }) => (then.route === "automation" ? [id] : [])),
    );
    const decide = async (facts: Facts) => {
      const id = (await routing.find(facts))?.name ?? "otherwise";
      return automated.has(id) && (await lane.find(facts)) !== null ? `${id} high` : id;
    };
    return { decide, tell: String };
  },
  "the same, explained": (ruleset) => {
    const decider = createDecider(ruleset, { decisionTable: false });
    return { decide: (facts) => decider.decide(facts), tell: tellDecided };
  },
  "table, explained": async (ruleset) => {
    const decider = await proven(ruleset);
    return { decide: (facts) => decider.decide(facts), tell: tellDecided };
  },
  "table, not explained": async (ruleset) => {
    const decider = await proven(ruleset);
    return { decide: (facts) => decider.verdict(facts), tell: tellDecided };
  },
  "@gorules/zen-engine": (ruleset) => {
    const decision = new ZenEngine().createDecision(zenTableOf(ruleset));
    return {
      decide: (facts) => decision.evaluate(facts),
      tell(decided) {
        const { rule, isHigh } = ZenAnswer.parse(decided).result;
        return isHigh ? `${rule} high` : rule;
      },
    };
  },
  "json-logic-engine": (ruleset) => {
    // Its own types say no more than that this is a function.
    const decide = z.custom<(facts: Facts) => unknown>().parse(new LogicEngine().build(jsonLogicOf(ruleset)));
    return { decide, tell: String };
  },
  "hand-written TypeScript": () => ({ decide: handWritten, tell: String }),
} satisfies Readonly<Record<string, (ruleset: Ruleset) => Contender | Promise<Contender>>>;

async function proven(ruleset: Ruleset): Promise<Decider> {
  const decider = createDecider(ruleset);
  if (!(await decider.prove()).isTableUsed) throw new Error("the table differs from the engine");
  return decider;
}

function tellDecided(decided: unknown): string {
  const { ruleId, lane } = Decided.parse(decided);
  return lane === "high" ? `${ruleId} high` : ruleId;
}
