import type { ParameterTable } from "./parameter-table.ts";
import { choice, wholeNumber } from "./value-kind.ts";

/** The world a newcomer runs against. */
export const sandboxParameters = {
  sandboxFaults: {
    kind: choice(["none", "realistic", "storm"]),
    default: "realistic",
    env: ["WORKFLOW_SANDBOX_FAULTS"],
    doc: "How often the sandbox provider fails.",
  },
  sandboxRows: {
    kind: wholeNumber(1, 1_000_000),
    default: 20_000,
    env: ["WORKFLOW_SANDBOX_ROWS"],
    doc: "Rows of the sandbox's source table.",
  },
  sandboxSeed: {
    kind: wholeNumber(0, 4_294_967_295),
    default: 1,
    env: ["WORKFLOW_SANDBOX_SEED"],
    doc: "The same seed makes the same sandbox.",
  },
} satisfies ParameterTable;
