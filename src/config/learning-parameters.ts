import type { ParameterTable } from "./parameter-table.ts";
import { number, wholeNumber } from "./value-kind.ts";

/** What decisions are weighed by, and how the rules learn from what became of them. */
export const learningParameters = {
  explorationRate: {
    kind: number(0, 0.2),
    default: 0,
    env: ["WORKFLOW_EXPLORATION_RATE"],
    doc: "Share of the parts for people that is automated all the same, to learn how that goes; 0 turns it off.",
  },
  explorationSeed: {
    kind: wholeNumber(0, 2_147_483_647),
    default: 1,
    env: ["WORKFLOW_EXPLORATION_SEED"],
    doc: "Another seed explores other parts.",
  },
  reviewMinutes: {
    kind: number(0.1, 480),
    default: 5,
    env: ["WORKFLOW_REVIEW_MINUTES"],
    doc: "Minutes that one manual task takes, to tell what other rules would cost.",
  },
  successGainMinutes: {
    kind: number(0, 480),
    default: 0,
    env: ["WORKFLOW_SUCCESS_GAIN_MINUTES"],
    doc: "Minutes of work that a completed lookup is worth besides the review it saves, to weigh thresholds.",
  },
  failureLossMinutes: {
    kind: number(0, 480),
    default: 3,
    env: ["WORKFLOW_FAILURE_LOSS_MINUTES"],
    doc: "Minutes of work that a failed lookup costs besides the review that follows, to weigh thresholds.",
  },
} satisfies ParameterTable;
