import { closestName } from "../domain/closest-name.ts";
import type { ColumnMapping } from "../domain/column-mapping.ts";
import { scoreColumns, sourceColumns } from "./source-columns.ts";

type SourceColumn = (typeof sourceColumns)[number];

/** Where a source keeps one of our columns. */
export interface ColumnPath {
  readonly name: SourceColumn;
  /** A column's name, or a path into a record, its steps parted by dots. */
  readonly path: string;
}

/**
 * The place of every column that is read. Whoever maps one of the two score columns means that one: the other is
 * then read only if it is mapped too.
 */
export function columnPaths(mapping: ColumnMapping): readonly ColumnPath[] {
  const isScoreMapped = scoreColumns.some((name) => mapping[name] !== undefined);
  const isUnmeant = (name: SourceColumn) =>
    isScoreMapped && mapping[name] === undefined && scoreColumns.some((score) => score === name);
  return sourceColumns
    .filter((name) => !isUnmeant(name))
    .map((name) => ({ name, path: mapping[name] ?? name }));
}

/** What a source lacks to be a table of parts; the words go on after the source's name. Null is nothing. */
export function missingColumn(source: {
  readonly mapping: ColumnMapping;
  /** Whether the source has this column of ours, under its mapped name. */
  readonly has: (name: SourceColumn) => boolean;
  /** A score that can be read as a number. */
  readonly hasScore: boolean;
  /** The source's own names. */
  readonly found: readonly string[];
}): string | null {
  const { mapping, has, found } = source;
  const mapped = columnPaths(mapping).filter(({ name }) => mapping[name] !== undefined);
  const absent = mapped.find(({ name }) => !has(name));
  if (absent !== undefined) {
    const meant = closestName(absent.path, found);
    const remedy = meant === null ? "correct the mapping" : `correct the mapping, perhaps to "${meant}"`;
    return `has no column "${absent.path}", which WORKFLOW_SOURCE_COLUMNS maps to ${absent.name} (${columnList(found)}): ${remedy}`;
  }
  const remedy = `(${columnList(found)}): add or rename it, or map another with WORKFLOW_SOURCE_COLUMNS`;
  if (!has("pn")) return `has no column "pn" ${remedy}`;
  if (source.hasScore) return null;
  const score = mapped.find(({ name }) => scoreColumns.some((column) => column === name));
  return score === undefined
    ? `has no column "priority_score" (a number, or a record with "score") or "score" ${remedy}`
    : `has no score in "${score.path}", which WORKFLOW_SOURCE_COLUMNS maps to ${score.name}: map a column that holds numbers`;
}

const shownColumns = 8;

function columnList(found: readonly string[]): string {
  const shown = found.slice(0, shownColumns).map((name) => `"${name}"`);
  const list = [...shown, ...(found.length > shownColumns ? ["…"] : [])].join(", ");
  return `columns found: ${list || "none"}`;
}
