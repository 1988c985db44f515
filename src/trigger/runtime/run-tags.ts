import type { BatchId } from "../../domain/batch.ts";

/** The platform takes fewer than 128 characters. */
const longest = 127;

/** How long a run may wait to be started; the platform's own limit is ten minutes where a developer runs the worker. */
export const queueTtl = "1d";

/** What a run of a batch is found by. */
export function batchTags(batchId: BatchId): string[] {
  return [batchId];
}

/** What a run of one part is found by. */
export function partTags(batchId: BatchId, mpn: string): string[] {
  return [batchId, `part_${mpn}`.slice(0, longest)];
}
