import * as z from "zod";
import { executorNames } from "../app/executor.ts";

/** Where an orchestrator works; what is absent comes from the environment, as for the command line. */
export const OrchestratorOptions = z.strictObject({
  /** Folder of the embedded database and the logs. */
  dataDir: z.string().trim().min(1).optional().describe("the path of a folder"),
  /** A `.parquet`, `.csv` or `.jsonl` file with the source table. */
  source: z.string().optional().describe("the path of a file"),
  /** Variables in place of `process.env`, secrets among them. */
  env: z
    .custom<NodeJS.ProcessEnv>(isEnvironment)
    .optional()
    .describe("an object with text under every name, such as process.env"),
  /** Stops a run at the next safe place; of a run on Trigger.dev, the following only. */
  signal: z
    .instanceof(AbortSignal)
    .optional()
    .describe("an AbortSignal, such as the signal of an AbortController"),
  /** Where runs are made; on Trigger.dev when TRIGGER_SECRET_KEY is set, unless told. */
  executor: z
    .enum(executorNames)
    .optional()
    .describe(`one of ${executorNames.join(", ")}`),
});
export type OrchestratorOptions = z.infer<typeof OrchestratorOptions>;

/** Such as `process.env`, which is no plain object everywhere. */
function isEnvironment(given: unknown): boolean {
  return (
    typeof given === "object" &&
    given !== null &&
    !Array.isArray(given) &&
    Object.values(given).every((text) => text === undefined || typeof text === "string")
  );
}
