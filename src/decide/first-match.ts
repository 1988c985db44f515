import { Engine, type RuleResult } from "json-rules-engine";
import pLimit from "p-limit";
import type { Facts } from "../domain/decision.ts";
import { testsOf, type ConditionGroup } from "./condition.ts";

/** Finds the first rule whose conditions hold. */
export interface FirstMatch {
  /** @throws whatever the engine throws; the next call is not affected. */
  find(facts: Facts): Promise<RuleResult | null>;
}

interface MatchRule {
  readonly id: string;
  readonly when: ConditionGroup;
}

/**
 * json-rules-engine in the one way that is safe under concurrency. Two runs of one engine switch each other off
 * through its shared status, so calls queue up; a rejected run goes on in the background, so its engine is
 * thrown away. Each rule has a priority of its own, because rules of one priority finish in no defined order.
 */
export function createFirstMatch(rules: readonly MatchRule[]): FirstMatch {
  const names = new Set(rules.flatMap(({ when }) => testsOf(when).map((test) => test.fact)));
  const oneAtATime = pLimit(1);
  let engine = createEngine(rules);

  async function run(facts: Facts): Promise<RuleResult | null> {
    try {
      // Every fact that is handed over is hashed, so only those are that a rule reads.
      const used = Object.fromEntries(Object.entries(facts).filter(([name]) => names.has(name)));
      const { results } = await engine.run(used);
      if (results.length > 1) throw new Error("two rules matched, although the engine stops at the first");
      return results[0] ?? null;
    } catch (cause) {
      engine = createEngine(rules);
      throw cause;
    }
  }

  return { find: (facts) => oneAtATime(run, facts) };
}

function createEngine(rules: readonly MatchRule[]): Engine {
  const engine = new Engine(
    rules.map(({ id, when }, index) => ({
      name: id,
      conditions: when,
      priority: rules.length - index,
      // The engine emits the type as an event name, and "error" or "success" would be taken for its own.
      event: { type: "match" },
    })),
    {
      pathResolver: () => {
        throw new Error("conditions have no paths");
      },
    },
  );
  engine.on("success", () => {
    engine.stop();
  });
  return engine;
}
