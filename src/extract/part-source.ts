import type { SkipReason } from "../domain/batch.ts";
import type { BilledQuery } from "../domain/billed-query.ts";

/** Where one page of rows ended: the values of the last row's sort keys. The next page starts after them. */
export interface SourceCursor {
  /** The score as sorted on: descending, a stand-in of -1 for rows without one. */
  readonly priority: number;
  readonly mpn: string;
  readonly manufacturer: string;
  readonly productId: string;
}

/** One row before validation: column name → plain JSON value, numbers of 64 bits as strings where they must be. */
export type RawRow = Readonly<Record<string, unknown>>;

/** Rows in order of priority (highest first), then MPN, manufacturer and product id: a total, repeatable order. */
export interface SourcePage {
  readonly rows: readonly RawRow[];
  /** Null after the last row of the source. */
  readonly next: SourceCursor | null;
}

export interface PageRequest {
  /** Null starts at the top. */
  readonly after: SourceCursor | null;
  readonly pageSize: number;
  /** The least score that is read; rows without a score count as 0. Null reads everything. */
  readonly floor: number | null;
}

/** What reading a source would cost, as its engine expects before it reads. */
export interface SourceEstimate {
  readonly bytes: number;
  readonly usd: number;
}

/** What the scores of a whole source tell about their scale. */
export interface SourceScores {
  /** The greatest, 1 being full on the declared scale; null where there is none. */
  readonly greatest: number | null;
  /** How many lie between 0 and a hundredth of a full one. */
  readonly fractions: number;
}

/** The table of parts. One instance serves one run; dispose it to free its memory and connections. */
export interface PartSource extends AsyncDisposable {
  /** What the run's first lines say about it, e.g. `DuckDB over parts.parquet`. */
  readonly description: string;
  /** Which table this is, the same in every session: `file:///data/parts.csv`, `bigquery://project.dataset.table`. */
  readonly uri: string;
  /** When its data changed last; null where nobody knows, as for a view. */
  readonly modifiedAt: Date | null;
  /**
   * What reading from `floor` would cost; null where reading is free.
   *
   * @throws {UserError} like `page`.
   */
  estimate(request: Pick<PageRequest, "floor">): Promise<SourceEstimate | null>;
  /**
   * One page of rows.
   *
   * @throws {UserError} when the source is missing, unreadable, or lacks a needed column.
   */
  page(request: PageRequest): Promise<SourcePage>;
  /**
   * Looks at all scores, whatever the floor; asked only where the scale is in doubt, as it reads their column once more.
   *
   * @throws {UserError} like `page`.
   */
  scores(): Promise<SourceScores>;
  /** The queries so far, the first first; absent where reading costs nothing. */
  readonly queries?: () => Promise<readonly BilledQuery[]>;
  /** Starts a selection, where the engine can leave parts out by itself: without one, the rows are read and skipped. */
  readonly select?: () => Promise<Selection>;
}

/** Parts that share the reason for which they are left out. */
export interface LeftOutNames {
  readonly reason: SkipReason;
  /** Part number and manufacturer (`""` for none) of each, with U+001F between the two and U+001E between parts. */
  readonly names: string;
}

/** The table without some of its parts. */
export interface Selection {
  /** Leaves these out of every later page; what was left out before stays so. */
  leaveOut(chunks: AsyncIterable<LeftOutNames>): Promise<void>;
  page(request: SelectedPageRequest): Promise<SelectedPage>;
}

export interface SelectedPageRequest extends PageRequest {
  /** Rows left out are counted beyond this place, and beyond the start of the page; null counts from there. */
  readonly countedTo: SourceCursor | null;
}

export interface SelectedPage extends SourcePage {
  /** The sort keys of each row. Reading can go on after any of them, though what is left out may change. */
  readonly keys: readonly SourceCursor[];
  /** How many rows were passed over until the end of this page, by reason. */
  readonly leftOut: SkipCounts;
}

export type SkipCounts = Readonly<Partial<Record<SkipReason, number>>>;
