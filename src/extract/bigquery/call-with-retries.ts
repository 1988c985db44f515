import { setTimeout as sleep } from "node:timers/promises";
import { apiFault, DeadlineMissed, isTransient } from "./api-fault.ts";

/** How long a call may take and how often it is tried. */
export interface CallTiming {
  /** Milliseconds after which an attempt is given up. */
  readonly deadlineMs: number;
  /** Milliseconds to wait after the `failures`-th failure, from 1. */
  readonly pauseMs: (failures: number) => number;
}

const maxAttempts = 6;
/** Each of these has cost a whole deadline. */
const maxMissedDeadlines = 3;

/** The usual timing: a minute for an answer, pauses of 1, 2, 4 … seconds and up to half as much again. */
export function usualTiming(random: () => number): CallTiming {
  return { deadlineMs: 60_000, pauseMs: (failures) => 1_000 * 2 ** (failures - 1) * (1 + random() / 2) };
}

/**
 * Calls until the call succeeds or fails for good. The client library's own deadline does not work and its retries
 * miss some reasons, hence both are done here; a call has to be safe to repeat.
 */
export async function callWithRetries<T>(call: () => Promise<T>, timing: CallTiming): Promise<T> {
  let missed = 0;
  for (let failures = 1; ; failures += 1) {
    try {
      return await within(timing.deadlineMs, call());
    } catch (error) {
      if (error instanceof DeadlineMissed) missed += 1;
      if (!isTransient(apiFault(error)) || failures >= maxAttempts || missed >= maxMissedDeadlines)
        throw error;
      await sleep(timing.pauseMs(failures));
    }
  }
}

async function within<T>(deadlineMs: number, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new DeadlineMissed(`no answer within ${deadlineMs / 1_000} s`));
    }, deadlineMs);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
