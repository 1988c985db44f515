import * as z from "zod";
import { manualPriorities } from "../domain/manual-task.ts";
import type { Format } from "./check-document.ts";
import { factCatalogue } from "./fact-catalogue.ts";

const text = z.string().trim().min(1, "this must not be blank");
const share = z.number().min(0).max(1);
const name = z.string().regex(/^[A-Za-z][\w-]*$/, "a name is made of the letters a to z, digits, _ and -");

/** So many rules are decided by in milliseconds. */
export const maxRules = 1_000;

/** The condition of a rule as it is written; `conditionResolver` checks it, which knows facts, names and thresholds. */
export const WrittenGroup = z.unknown().meta({ id: "group" });

/** What a rule decides. A fixed `confidence` replaces the computed one. */
export const Outcome = z.discriminatedUnion("route", [
  z.strictObject({
    route: z.literal("manual"),
    manualPriority: z.enum(manualPriorities),
    reason: text,
    confidence: share.optional(),
  }),
  z.strictObject({ route: z.literal("automation"), reason: text, confidence: share.optional() }),
]);
export type Outcome = z.infer<typeof Outcome>;

/** A rule that is live decides; one in shadow is evaluated beside it and recorded, and decides nothing. */
const ruleModes = ["live", "shadow"] as const;

const orderedFacts = [...factCatalogue].flatMap(([name, { type }]) =>
  type === "score" || type === "count" ? [name] : [],
);

/**
 * What must hold whatever the thresholds are: `{ "fact": "recentFailures", "direction": "up", "never": "manual to
 * automation" }` says that one more failure, all else equal, never takes a part from people back to automation.
 */
export const Invariant = z.strictObject({
  description: z.string().optional(),
  fact: z.enum(orderedFacts),
  direction: z.enum(["up", "down"]),
  never: z.enum(["manual to automation", "automation to manual"]),
});
export type Invariant = z.infer<typeof Invariant>;

/**
 * A rules file as analysts write it. Conditions are checked by `conditionResolver`, which knows the facts, the
 * named conditions and the thresholds; here they are any JSON.
 */
export const RulesetFile = z.strictObject({
  $schema: z.string().optional(),
  name: text,
  version: text,
  description: z.string().optional(),
  params: z
    .record(name, z.number())
    .describe('Thresholds by name, to be used in tests with { "param": "name" }.'),
  conditions: z
    .record(name, WrittenGroup)
    .describe('Conditions by name, to be used in rules with { "condition": "name" }.'),
  rules: z
    .array(
      z.strictObject({
        id: z
          .string()
          .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "an id is lower case words with hyphens: low-priority"),
        description: z.string().optional(),
        enabled: z.boolean().default(true),
        mode: z
          .enum(ruleModes)
          .default("live")
          .describe("In shadow a rule is evaluated and recorded, and decides nothing."),
        when: WrittenGroup.describe("When this rule decides."),
        then: Outcome,
      }),
    )
    .min(1, "a ruleset needs at least one rule")
    .max(maxRules, `a ruleset has at most ${maxRules} rules; the engine would take seconds for each part`),
  lane: z.strictObject({ description: z.string().optional(), high: WrittenGroup }),
  otherwise: Outcome,
  invariants: z.array(Invariant).default([]),
});
export type RulesetFile = z.infer<typeof RulesetFile>;

/** The format of a rules file. */
export const rulesetFormat = {
  schema: RulesetFile,
  keys: [
    ...Object.keys(RulesetFile.shape),
    ...Object.keys(RulesetFile.shape.rules.element.shape),
    ...Object.keys(RulesetFile.shape.lane.shape),
    ...Object.keys(Invariant.shape),
    ...Outcome.options.flatMap((option) => Object.keys(option.shape)),
  ],
} satisfies Format<RulesetFile>;
