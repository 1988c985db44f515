import { appendFileSync, renameSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { Logger } from "../../domain/logger.ts";
import { logFields } from "./log-fields.ts";
import { pace } from "./pace.ts";
import { makeFolder } from "../../files/make-folder.ts";

/** One automation task that came to an end, and how far its batch is. */
interface ProgressEvent {
  readonly batchId: string;
  /** Tasks of the batch that ended, this one included. */
  readonly done: number;
  readonly total: number;
  /** Since the batch's first task began. */
  readonly elapsedMs: number;
  readonly part: string;
  /** `completed`, `deferred`, or the error class of the failure. */
  readonly outcome: string;
}

/** The file where automation can be followed and looked up later. */
export interface ProgressLog {
  record(event: ProgressEvent): void;
}

const leastRotatedBytes = 5 * 1024 * 1024;

/**
 * Appends a line per event to `file`; at 5 MB the file becomes `<file>.1`. A log that cannot be written ends with
 * one warning and never the run.
 */
export function openProgressLog(options: {
  readonly file: string;
  readonly now: () => Date;
  readonly logger: Pick<Logger, "warn">;
}): ProgressLog {
  const { file, now, logger } = options;
  let isDisabled = false;
  return {
    record(event) {
      if (isDisabled) return;
      try {
        append(file, `${now().toISOString()} ${eventText(event)}\n`);
      } catch (error) {
        isDisabled = true;
        logger.warn("progress log disabled, the run goes on without it", { file, error });
      }
    },
  };
}

function eventText({ batchId, done, total, elapsedMs, part, outcome }: ProgressEvent): string {
  const { percent, rate, eta } = pace(done, total, elapsedMs);
  return logFields({ batch: batchId, done: `${done}/${total}`, percent, rate, eta, part, outcome });
}

/** One `write` in append mode, so that lines of several processes do not mix. */
function append(file: string, line: string): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size;
  if (size === undefined) makeFolder(dirname(file));
  else if (size >= leastRotatedBytes) renameSync(file, `${file}.1`);
  appendFileSync(file, line);
}
