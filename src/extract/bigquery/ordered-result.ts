import { cutPage } from "../page-cut.ts";
import type { SourceCursor, SourcePage } from "../part-source.ts";
import { SourceKey, sourceParameters } from "../source-query.ts";
import { apiFault } from "./api-fault.ts";
import type { ParameterisedQuery } from "./bigquery-api.ts";
import { compareCursors } from "./cursor-order.ts";
import { type CompletedJob, completedJob, type JobContext, resultRows } from "./query-job.ts";
import { resultRow } from "./result-row.ts";

/** The ordered rows from one floor up. */
export interface OrderedResult {
  page(after: SourceCursor | null, pageSize: number): Promise<SourcePage>;
  /** The jobs so far, the first first. */
  jobs(): readonly CompletedJob[];
}

export interface OrderedResultOptions extends JobContext {
  readonly sql: string;
  readonly floor: number | null;
  /** Rows that the first job is asked for. */
  readonly maxRows: () => Promise<number>;
}

/** One job's share of the rows. The next job takes up where a full one ends, and is asked for twice as many. */
interface Segment {
  readonly after: SourceCursor | null;
  readonly maxRows: number;
  job: CompletedJob;
  /** Where the reader stands: row `offset` is the first after the cursor. */
  mark: { readonly after: SourceCursor | null; readonly offset: number };
}

const types = {
  floor: "FLOAT64",
  after_priority: "FLOAT64",
  after_mpn: "STRING",
  after_manufacturer: "STRING",
  after_product_id: "STRING",
  max_rows: "INT64",
} as const;

/** The parameterised query whose rows follow `after`. */
export function orderedQuery(
  sql: string,
  { after, floor, maxRows }: { after: SourceCursor | null; floor: number | null; maxRows: number },
): ParameterisedQuery {
  return { sql, parameters: { ...sourceParameters({ after, floor }), max_rows: maxRows }, types };
}

/**
 * Reads the rows through jobs that order them once: pages of a finished job cost nothing. A cursor from another
 * process is found in the same job's result by binary search.
 */
export function orderedResult(options: OrderedResultOptions): OrderedResult {
  const segments: Segment[] = [];

  async function openSegment(after: SourceCursor | null, maxRows: number): Promise<Segment> {
    const job = await completedJob(options, orderedQuery(options.sql, { ...options, after, maxRows }));
    const segment = { after, maxRows, job, mark: { after, offset: 0 } };
    segments.push(segment);
    return segment;
  }

  return {
    jobs: () => segments.map(({ job }) => job),
    async page(after, pageSize) {
      const holds = (start: SourceCursor | null) =>
        start === null || (after !== null && compareCursors(start, after) <= 0);
      let segment =
        segments.findLast((known) => holds(known.after)) ??
        (await openSegment(null, await options.maxRows()));
      for (;;) {
        const page = await withResult(options, segment, () => pageOf(options, segment, after, pageSize));
        if (page !== null) return page;
        const end = await withResult(options, segment, () => endOf(options, segment));
        segment = segments[segments.indexOf(segment) + 1] ?? (await openSegment(end, segment.maxRows * 2));
      }
    },
  };
}

/** Null when the segment has nothing after the cursor, and the next one may have. */
async function pageOf(
  options: OrderedResultOptions,
  segment: Segment,
  after: SourceCursor | null,
  pageSize: number,
): Promise<SourcePage | null> {
  const offset = await offsetAfter(options, segment, after);
  const { totalRows } = segment.job;
  const isFull = totalRows === segment.maxRows;
  for (let count = pageSize + 1; ; count *= 2) {
    const found = await rowsFrom(options, segment, offset, count);
    const isRest = offset + found.length === totalRows;
    // Rows with the keys of a full result's last row may be missing in it: they are the next segment's.
    const most = isRest && isFull ? Math.min(pageSize, Math.max(found.length - 1, 0)) : pageSize;
    const keys = found.map((row) => SourceKey.parse(row));
    const cut = cutPage(keys, { pageSize: most, isRest: isRest && !isFull });
    if (cut.kind === "page") {
      if (cut.next !== null) segment.mark = { after: cut.next, offset: offset + cut.rowCount };
      return { rows: found.slice(0, cut.rowCount).map(resultRow), next: cut.next };
    }
    if (isRest) return null;
  }
}

/** The last keys of a full segment of which all rows are in it. */
async function endOf(options: OrderedResultOptions, segment: Segment): Promise<SourceCursor | null> {
  const last = await keyAt(options, segment, segment.job.totalRows - 1);
  const index = await firstIndex(options, segment, (key) => compareCursors(key, last) >= 0);
  return index === 0 ? segment.after : await keyAt(options, segment, index - 1);
}

async function offsetAfter(
  options: OrderedResultOptions,
  segment: Segment,
  after: SourceCursor | null,
): Promise<number> {
  if (after === null) return 0;
  const { mark } = segment;
  if (mark.after !== null && compareCursors(mark.after, after) === 0) return mark.offset;
  return firstIndex(options, segment, (key) => compareCursors(key, after) > 0);
}

/** The index of the first row whose keys are `beyond`, by binary search. */
async function firstIndex(
  options: OrderedResultOptions,
  segment: Segment,
  isBeyond: (key: SourceCursor) => boolean,
): Promise<number> {
  let [low, high] = [0, segment.job.totalRows];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (isBeyond(await keyAt(options, segment, middle))) high = middle;
    else low = middle + 1;
  }
  return low;
}

async function keyAt(options: JobContext, segment: Segment, index: number): Promise<SourceCursor> {
  const [row] = await rowsFrom(options, segment, index, 1);
  return SourceKey.parse(row);
}

/** So many rows of a segment, fewer at its end; BigQuery's pages may be shorter than what was asked for. */
async function rowsFrom(
  options: JobContext,
  { job }: Segment,
  offset: number,
  count: number,
): Promise<unknown[]> {
  const rows: unknown[] = [];
  const wanted = Math.min(count, job.totalRows - offset);
  while (rows.length < wanted) {
    const range = { startIndex: offset + rows.length, maxResults: wanted - rows.length };
    rows.push(...(await resultRows(options, job.id, range)).rows);
  }
  return rows;
}

/** Reads from a segment; a result that is gone is made once more, and the reader finds its place in it again. */
async function withResult<T>(
  options: OrderedResultOptions,
  segment: Segment,
  read: () => Promise<T>,
): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (apiFault(error).status !== 404) throw error;
    const query = orderedQuery(options.sql, { ...options, ...segment });
    segment.job = await completedJob(options, query, segment.job.attempt + 1);
    segment.mark = { after: segment.after, offset: 0 };
    return await read();
  }
}
