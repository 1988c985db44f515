import type { ManufacturerDirectory } from "../domain/manufacturer.ts";
import { partKey } from "../domain/part-key.ts";
import { type PartKey, SourcePart } from "../domain/part.ts";
import type { RawRow } from "./part-source.ts";
import { invalidColumnReason, shown } from "./quarantine-reason.ts";
import { rowFingerprint } from "./row-fingerprint.ts";
import { type RowScore, rowScore } from "./row-score.ts";
import { checkScaleOfOne } from "./score-scale.ts";
import { malformedLineColumn } from "./source-columns.ts";

/** A row that is a valid part, seen for the first time. */
export interface AcceptedRow {
  readonly part: SourcePart;
  readonly key: PartKey;
  /** 0 to 1, rounded to 4 decimals; null when the source has no score. */
  readonly priorityScore: number | null;
  readonly raw: RawRow;
  readonly fingerprint: string;
  /** False when the row names no manufacturer: then the part number alone is its identity. */
  readonly isManufacturerKnown: boolean;
}

/** A row that cannot be used, with one sentence a data owner can act on. */
interface QuarantinedRow {
  readonly raw: RawRow;
  readonly reason: string;
  readonly fingerprint: string;
}

/** Every row of a page is in exactly one of these lists, each in the order of the page. */
export interface Triage {
  readonly accepted: readonly AcceptedRow[];
  readonly quarantined: readonly QuarantinedRow[];
  readonly duplicates: readonly { readonly key: PartKey; readonly raw: RawRow }[];
  /** Why the scores may be on another scale than declared, in one sentence. */
  readonly scaleDoubt: string | null;
}

export interface TriageContext {
  readonly scoreScale: 1 | 100;
  readonly directory: ManufacturerDirectory;
  /** Parts taken from earlier pages; the caller adds the accepted keys to it. */
  readonly seen: ReadonlySet<PartKey>;
}

/**
 * Sorts rows into parts, quarantine and duplicates. Rows come in order of priority, so of two rows of one part
 * the one with the higher priority is accepted.
 *
 * @throws {UserError} when the scores as a whole are on another scale than declared.
 */
export function triageRows(rows: readonly RawRow[], context: TriageContext): Triage {
  const scaleDoubt = context.scoreScale === 1 ? checkScaleOfOne(rows) : null;
  const accepted: AcceptedRow[] = [];
  const quarantined: QuarantinedRow[] = [];
  const duplicates: { key: PartKey; raw: RawRow }[] = [];
  const taken = new Set(context.seen);
  for (const raw of rows) {
    const verdict = judged(raw, context);
    if (verdict.kind === "invalid") {
      quarantined.push({ raw, reason: verdict.reason, fingerprint: rowFingerprint(raw) });
    } else if (taken.has(verdict.row.key)) {
      duplicates.push({ key: verdict.row.key, raw });
    } else {
      taken.add(verdict.row.key);
      accepted.push({ ...verdict.row, raw, fingerprint: rowFingerprint(raw) });
    }
  }
  return { accepted, quarantined, duplicates, scaleDoubt };
}

type Verdict =
  | { readonly kind: "valid"; readonly row: Omit<AcceptedRow, "raw" | "fingerprint"> }
  | { readonly kind: "invalid"; readonly reason: string };

function judged(raw: RawRow, { scoreScale, directory }: TriageContext): Verdict {
  const malformed = raw[malformedLineColumn];
  if (malformed !== undefined) return invalid(`The line is not a JSON object: ${shown(malformed)}.`);
  const score = rowScore(raw);
  if (score.kind === "unreadable")
    return invalid(`${score.column} is ${shown(score.value)}, expected a number.`);
  if (score.kind === "number" && (score.value < 0 || score.value > scoreScale)) {
    return invalid(`${score.column} is ${score.value}, outside the declared scale of 0 to ${scoreScale}.`);
  }
  const parsed = SourcePart.safeParse({
    ...raw,
    product_id: filled(raw["product_id"]) ?? standInId(raw, directory),
    priority_score: scoreRecord(raw, score),
  });
  if (!parsed.success) return invalid(invalidColumnReason(raw, parsed.error));
  const part = parsed.data;
  const manufacturerKey = part.manufacturer === null ? "" : directory.keyOf(part.manufacturer);
  return {
    kind: "valid",
    row: {
      part,
      key: partKey(part.pn, part.manufacturer, directory),
      priorityScore: score.kind === "none" ? null : Math.round((score.value / scoreScale) * 10_000) / 10_000,
      isManufacturerKnown: manufacturerKey !== "",
    },
  };
}

function invalid(reason: string): Verdict {
  return { kind: "invalid", reason };
}

/** The id of a part whose source has none: its key, which is as stable. */
function standInId(raw: RawRow, directory: ManufacturerDirectory): string {
  const [pn, manufacturer] = [raw["pn"], raw["manufacturer"]];
  return partKey(
    typeof pn === "string" ? pn : "",
    typeof manufacturer === "string" ? manufacturer : null,
    directory,
  );
}

/** The score as the record that `SourcePart` has, wherever the source keeps it. */
function scoreRecord(raw: RawRow, score: Exclude<RowScore, { kind: "unreadable" }>): unknown {
  const found = score.kind === "none" ? null : score.value;
  const nested = raw["priority_score"];
  if (typeof nested === "object" && nested !== null) return { ...nested, score: found };
  return found === null ? null : { score: found };
}

function filled(value: unknown): unknown {
  return typeof value === "string" && value.trim() === "" ? undefined : (value ?? undefined);
}
