import type { Logger } from "../domain/logger.ts";
import type { RunObserver } from "../local/run-observer.ts";
import { openProgressLog } from "./terminal/progress-log.ts";

/** Writes the automation of a run to its progress log while it goes on, whoever made the run. */
export function progressRecorder(options: {
  readonly file: string;
  readonly logger: Pick<Logger, "warn">;
}): Pick<RunObserver, "onPlanned" | "onPart"> {
  const progressLog = openProgressLog({ ...options, now: () => new Date() });
  let [total, done, startedMs] = [0, 0, 0];
  return {
    onPlanned(_batchId, parts) {
      [total, done, startedMs] = [parts, 0, performance.now()];
    },
    onPart(batchId, event) {
      if (event.kind === "released" || event.kind === "untouched") return;
      done += 1;
      const elapsedMs = performance.now() - startedMs;
      const outcome = event.kind === "failed" ? event.errorClass : event.kind;
      progressLog.record({ batchId, done, total, elapsedMs, part: event.mpn, outcome });
    },
  };
}
