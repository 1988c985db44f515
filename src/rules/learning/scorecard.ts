import type { Ledger } from "../../store/ledger.ts";
import { type RuleOutcomes, ruleOutcomes } from "../../store/rule-outcomes.ts";
import type { ShadowKind } from "../../store/shadow-decisions.ts";
import { type TrialOutcomes, trialOutcomes } from "../../store/trial-outcomes.ts";
import { type Interval, wilsonInterval } from "./wilson-interval.ts";

/** How often automation worked out, of the lookups that say something about the part. */
export interface SuccessRate {
  /** 0 to 1; null without evidence. */
  readonly rate: number | null;
  /** The 95 % interval of the rate by Wilson. */
  readonly interval: Interval;
  /** Lookups that succeeded or failed because of the part. */
  readonly evidence: number;
}

/** How one rule did. */
export type RuleScore = RuleOutcomes & {
  readonly success: SuccessRate;
  /** Mean minutes of a review; null without any. */
  readonly minutesPerReview: number | null;
  /** 0 to 1, the share of decisions in which rules on trial agreed; null without any. */
  readonly trialAgreement: number | null;
};

/** How a rule on trial would have done. */
export type TrialScore = TrialOutcomes & { readonly success: SuccessRate };

/** Rules of one ruleset: the same rule under other thresholds is another rule. */
export interface RulesetCard<Score> {
  readonly name: string;
  readonly version: string;
  readonly hash: string;
  readonly rules: readonly Score[];
}

/** The scorecard of the rules over a period, as plain JSON. */
export interface Scorecard {
  readonly since: Date;
  /** The one that decided last comes first. */
  readonly rulesets: readonly RulesetCard<RuleScore>[];
  readonly trials: readonly (RulesetCard<TrialScore> & { readonly kind: ShadowKind })[];
}

/** Scores every rule that decided since then, and every rule on trial. */
export async function scorecard(ledger: Ledger, since: Date): Promise<Scorecard> {
  const rules = await ruleOutcomes(ledger, since);
  const trials = await trialOutcomes(ledger, since);
  return {
    since,
    rulesets: runsOf(rules, (rule) => rule.rulesetHash).map((rows) => rulesetCard(rows, ruleScore)),
    trials: runsOf(trials, (trial) => `${trial.kind} ${trial.rulesetHash}`).map((rows) => ({
      kind: rows[0].kind,
      ...rulesetCard(rows, trialScore),
    })),
  };
}

type Rows<Row> = readonly [Row, ...Row[]];

/** Neighbours with the same key, together. */
function runsOf<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Rows<Row>[] {
  const runs: [Row, ...Row[]][] = [];
  for (const row of rows) {
    const last = runs.at(-1);
    if (last !== undefined && keyOf(last[0]) === keyOf(row)) last.push(row);
    else runs.push([row]);
  }
  return runs;
}

function rulesetCard<Row extends Pick<RuleOutcomes, "rulesetHash" | "rulesetName" | "rulesetVersion">, Score>(
  rows: Rows<Row>,
  scoreOf: (row: Row) => Score,
): RulesetCard<Score> {
  const { rulesetName, rulesetVersion, rulesetHash } = rows[0];
  return { name: rulesetName, version: rulesetVersion, hash: rulesetHash, rules: rows.map(scoreOf) };
}

function ruleScore(rule: RuleOutcomes): RuleScore {
  return {
    ...rule,
    success: successRate(rule),
    minutesPerReview: share(rule.reviewMinutes, rule.reviewed),
    trialAgreement: share(rule.trialAgreed, rule.trialled),
  };
}

function trialScore(trial: TrialOutcomes): TrialScore {
  return { ...trial, success: successRate(trial) };
}

function successRate({ succeeded, failed }: Pick<RuleOutcomes, "succeeded" | "failed">): SuccessRate {
  const evidence = succeeded + failed;
  return { rate: share(succeeded, evidence), interval: wilsonInterval(succeeded, evidence), evidence };
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
