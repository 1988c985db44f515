import type { ParameterTable } from "./parameter-table.ts";
import { cron } from "./value-kind.ts";

/** When what runs by itself is due. */
export const scheduleParameters = {
  schedule: {
    kind: cron,
    default: "0 6 * * *",
    env: ["WORKFLOW_SCHEDULE"],
    doc: "When the daily run is due, in the business time zone.",
  },
  sweepSchedule: {
    kind: cron,
    default: "*/15 * * * *",
    env: ["WORKFLOW_SWEEP_SCHEDULE"],
    doc: "When the ledger is swept on Trigger.dev, in the business time zone.",
  },
} satisfies ParameterTable;
