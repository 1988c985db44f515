const leastRows = 8_192;
/** Rows that are quarantined, duplicates or skipped besides those that are done, as a multiple of those wanted. */
const reserve = 5;

/**
 * How many rows to ask a job for: those of `doneParts`, which may all stand at the top, and room for the day's
 * parts. A power of two, so that runs of one day, between which more parts are done, ask for the same job.
 */
export function jobRows(doneParts: number, maxDailyParts: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(doneParts + reserve * maxDailyParts, leastRows)));
}
