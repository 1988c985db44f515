import type { BatchId } from "../domain/batch.ts";
import type { RemoteRun } from "./remote-run.ts";

/** What a person is told about a run that ended without an answer, and about what it had begun. */
export function endText(
  platformRunId: string,
  ended: Extract<RemoteRun, { kind: "ended" }>,
  begun: readonly BatchId[],
): string {
  const last = begun.at(-1);
  const left =
    last === undefined
      ? "No batch was begun."
      : `It had ${begun.join(", ")} in work: the next run goes on with what is left, and "workflow status ${last}" shows it.`;
  return `${platformRunId} ${endOf(ended)} ${left}`;
}

function endOf({ end, message }: Extract<RemoteRun, { kind: "ended" }>): string {
  const why = message === null ? "." : `: ${message.replace(/[.\s]+$/, "")}.`;
  switch (end) {
    case "failed":
      return `failed on Trigger.dev${why}`;
    case "crashed":
      return `crashed on Trigger.dev${why}`;
    case "timed_out":
      return `ran out of time on Trigger.dev${why}`;
    case "cancelled":
      return "was cancelled on Trigger.dev.";
    case "expired":
      return 'expired on Trigger.dev before a worker took it: deploy the tasks, or start "npx trigger.dev dev".';
  }
}
