import type { RegionVerdict } from "./verdict-regions.ts";

/** Who decides what on one side of a comparison; the priority is that of a manual task, null for automation. */
export interface DecidedBy extends Pick<RegionVerdict, "route" | "ruleId"> {
  readonly manualPriority: RegionVerdict["manualPriority"] | null;
}

/** Something about a verdict that changes besides route and rule. */
export interface DetailChange {
  readonly detail: "manualPriority" | "lane" | "reason" | "confidence";
  readonly before: string | number | null;
  readonly after: string | number | null;
}

/** What changes from one verdict to another, as far as it means anything. */
export interface VerdictChange {
  readonly before: DecidedBy;
  readonly after: DecidedBy;
  readonly details: readonly DetailChange[];
}

/**
 * Compares two different verdicts. Lane and reason of one route mean nothing on the other, and another rule gives
 * other reasons: those are left out, so that one change of a threshold reads as one change.
 */
export function verdictChange(before: RegionVerdict, after: RegionVerdict): VerdictChange {
  const isAutomated = before.route === "automation" && after.route === "automation";
  const isSameRule = before.route === after.route && before.ruleId === after.ruleId;
  const compared = [
    ...(isAutomated ? (["manualPriority", "lane"] as const) : []),
    ...(isSameRule ? (["reason", "confidence"] as const) : []),
  ];
  return {
    before: decidedBy(before),
    after: decidedBy(after),
    details: compared.flatMap((detail) =>
      before[detail] === after[detail] ? [] : [{ detail, before: before[detail], after: after[detail] }],
    ),
  };
}

function decidedBy({ route, ruleId, manualPriority }: RegionVerdict): DecidedBy {
  return { route, ruleId, manualPriority: route === "manual" ? manualPriority : null };
}
