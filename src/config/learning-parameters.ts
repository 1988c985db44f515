import type { ParameterTable } from "./parameter-table.ts";
import { number, wholeNumber } from "./value-kind.ts";

/** Settings by which the rules learn from what became of their decisions. */
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
} satisfies ParameterTable;
