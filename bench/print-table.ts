/** Prints rows under their headings, columns aligned; the first column is text, the others are figures. */
export function printTable(headings: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  ");
  console.log([headings, ...rows].map(line).join("\n"));
}

/** `12.3`, or a dash for what was not measured. */
export function figure(value: number | null, digits: number): string {
  return value === null ? "–" : value.toFixed(digits);
}
