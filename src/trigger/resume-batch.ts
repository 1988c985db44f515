import { schemaTask } from "@trigger.dev/sdk";
import { BatchPayload } from "../workflow/payloads.ts";
import { resumeDag } from "./runtime/run-dag.ts";

/** Finishes a batch whose own run cannot: it died, was cancelled, or the provider's quota had to open first. */
export const resumeBatch = schemaTask({
  id: "resume-batch",
  description: "Finishes one batch that was begun and not settled; the sweep starts it.",
  schema: BatchPayload,
  maxDuration: 3_600,
  run: ({ batchId }, attempt) => resumeDag(batchId, attempt),
});
