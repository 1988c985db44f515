import type { ParameterTable } from "./parameter-table.ts";
import { toggle, wholeNumber } from "./value-kind.ts";

/** How the rules engine and the table of its decisions share the work. */
export const decisionParameters = {
  decisionTable: {
    kind: toggle,
    default: true,
    env: ["WORKFLOW_DECISION_TABLE"],
    doc: "Whether the rules engine runs once for all parts between the same thresholds; otherwise for every part.",
  },
  decisionAuditEvery: {
    kind: wholeNumber(1, 1_000_000),
    default: 500,
    env: ["WORKFLOW_DECISION_AUDIT_EVERY"],
    doc: "One decision of so many is made by the rules engine although the table knows it, and compared.",
  },
} satisfies ParameterTable;
