import { rulesetFromStored } from "../../decide/ruleset-from-stored.ts";
import { exitCodes, UserError } from "../../domain/fault.ts";
import { storedRuleset } from "../../store/batch-record.ts";
import type { Ledger } from "../../store/ledger.ts";
import { latestPartDecisions, type PartDecision, type PartQuery } from "../../store/part-decisions.ts";
import { FactsRecord } from "../facts-record.ts";
import { explainFacts, type Explanation } from "./explain-facts.ts";

/** A stored decision with its explanation by the ruleset it was made with. */
export interface PartExplanation extends Explanation {
  readonly stored: PartDecision;
}

/**
 * Explains the latest decision of a part.
 *
 * @throws {UserError} when there is no such part, more than one, or no decision yet.
 */
export async function explainPart(
  ledger: Ledger,
  query: PartQuery & { readonly mpn: string },
): Promise<PartExplanation> {
  const [stored, ...others] = await latestPartDecisions(ledger, query);
  if (stored === undefined) throw notFound(query);
  if (others.length > 0) throw ambiguous(query.mpn, [stored, ...others]);
  const facts = FactsRecord.safeParse(stored.facts);
  if (stored.decidedAt === null || !facts.success) {
    throw new UserError(
      exitCodes.notFound,
      stored.decidedAt === null
        ? `${stored.mpn} waits in ${stored.batchId} for its decision: "workflow resume" makes it.`
        : `The decision of ${stored.mpn} in ${stored.batchId} lacks facts of today and cannot be explained: ${stored.reason ?? ""}`,
    );
  }
  const ruleset = rulesetFromStored(await storedRuleset(ledger, stored.rulesetHash));
  return { ...(await explainFacts(ruleset, facts.data)), stored };
}

function notFound({ mpn, batchId, manufacturerKey }: PartQuery & { readonly mpn: string }): UserError {
  const where = batchId === null ? "in any batch" : `in ${batchId}`;
  const maker = manufacturerKey === "" ? " without a manufacturer" : ` of ${manufacturerKey ?? ""}`;
  const whose = manufacturerKey === null ? "" : maker;
  return new UserError(
    exitCodes.notFound,
    `There is no part ${mpn}${whose} ${where}: check the number, or take it first with "workflow run".`,
  );
}

function ambiguous(mpn: string, found: readonly PartDecision[]): UserError {
  const list = found.map(
    ({ manufacturer, batchId, route, ruleId }) =>
      `  ${manufacturer ?? "(no manufacturer)"}: ${route ?? "undecided"} by ${ruleId ?? "none"} in ${batchId}`,
  );
  const hint = found.some(({ manufacturer }) => manufacturer === null) ? ' ("" for none)' : "";
  return new UserError(
    exitCodes.usage,
    `${found.length} parts have the number ${mpn}; say which with --manufacturer${hint}:\n${list.join("\n")}`,
  );
}
