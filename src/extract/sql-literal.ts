/** A text as SQL literal. */
export function textLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A path as literal for DuckDB that stands for this one file, whatever wildcards its name holds. */
export function pathLiteral(path: string): string {
  return textLiteral(path.replaceAll(/[*?[]/g, "[$&]"));
}

/** A name as quoted identifier of DuckDB. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
