import type { PartKey } from "../domain/part.ts";
import type { Decision } from "../domain/decision.ts";
import type { NewShadowDecision, ShadowKind } from "../store/shadow-decisions.ts";
import { createDecider, type Decider } from "./decider.ts";
import { promotedRuleset } from "./promoted-ruleset.ts";
import type { Ruleset } from "./ruleset.ts";

/** Rules on trial: they decide beside the live ones, and nobody acts on it. */
export interface Shadow {
  readonly kind: ShadowKind;
  readonly ruleset: Ruleset;
  readonly decider: Decider;
}

/** What is on trial beside a ruleset: its own rules in shadow as if they were live, and the ruleset in its shadow. */
export function createShadows(ruleset: Ruleset): readonly Shadow[] {
  const shadows: Shadow[] = [];
  const add = (kind: ShadowKind, trial: Ruleset) =>
    shadows.push({ kind, ruleset: trial, decider: createDecider(trial) });
  if (ruleset.shadowRules.length > 0) add("rules", promotedRuleset(ruleset));
  if (ruleset.shadowRuleset !== null) add("ruleset", ruleset.shadowRuleset);
  return shadows;
}

/** What rules on trial say to the same facts. */
export async function shadowDecisions(
  shadows: readonly Shadow[],
  decisions: readonly { readonly key: PartKey; readonly decision: Decision }[],
): Promise<NewShadowDecision[]> {
  const made = [];
  for (const { kind, decider } of shadows) {
    for (const { key, decision } of decisions) {
      const { rulesetHash, ruleId, route } = await decider.decide(decision.facts);
      made.push({ key, kind, rulesetHash, ruleId, route });
    }
  }
  return made;
}
