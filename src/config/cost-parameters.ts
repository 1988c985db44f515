import type { ParameterTable } from "./parameter-table.ts";
import { choice, number } from "./value-kind.ts";

/** What an estimate of running costs is made from, besides prices. */
export const costParameters = {
  triggerMachine: {
    kind: choice(["micro", "small-1x", "small-2x", "medium-1x", "medium-2x", "large-1x", "large-2x"]),
    default: "small-1x",
    env: ["WORKFLOW_TRIGGER_MACHINE"],
    doc: "Size of the Trigger.dev machine that a lookup is estimated on.",
  },
  secondsPerPart: {
    kind: number(0.01, 3600),
    default: 2,
    env: ["WORKFLOW_SECONDS_PER_PART"],
    doc: "Seconds one lookup takes, for the cost estimate; `workflow status` tells yours.",
  },
  providerDailyCalls: {
    kind: number(1, 1_000_000_000),
    default: 1000,
    env: ["WORKFLOW_PROVIDER_DAILY_CALLS"],
    doc: "Calls a day that the provider allows, for the cost estimate.",
  },
} satisfies ParameterTable;
