import * as z from "zod";
import type { Format } from "../../decide/check-document.ts";
import { lanes, routes } from "../../domain/decision.ts";
import { manualPriorities } from "../../domain/manual-task.ts";
import { FactsRecord } from "../facts-record.ts";

const text = z.string().trim().min(1, "this must not be blank");

/** What a ruleset has to decide in one case; what is left out may be anything. */
export const Expectation = z.strictObject({
  route: z.enum(routes),
  rule: text,
  manualPriority: z.enum(manualPriorities).optional(),
  lane: z.enum(lanes).optional(),
});
export type Expectation = z.infer<typeof Expectation>;

const Case = z.strictObject({
  name: text,
  /** The base whose facts hold where `given` has none; the first one unless named. */
  base: text.optional(),
  given: FactsRecord.partial(),
  expect: Expectation,
});

/** A file of cases: facts of typical parts, and what is decided of them with some facts replaced. */
export const CasesFile = z.strictObject({
  $schema: z.string().optional(),
  description: z.string().optional(),
  /** The combined score is made of the three others, as in a run, unless a case gives one. */
  bases: z.record(text, FactsRecord.omit({ combinedScore: true })),
  cases: z.array(Case).min(1, "there must be at least one case"),
});
export type CasesFile = z.infer<typeof CasesFile>;

/** The format of a cases file. */
export const casesFormat: Format<CasesFile> = {
  schema: CasesFile,
  keys: [CasesFile, Case, Expectation, FactsRecord].flatMap(({ shape }) => Object.keys(shape)),
};
