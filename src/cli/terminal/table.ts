import type { Colors } from "./terminal.ts";
import { printable, textWidth, truncate } from "./text-width.ts";

/** One column of a table. */
export interface Column<Row> {
  readonly header: string;
  /** Null is shown as `-`. */
  readonly value: (row: Row) => string | number | null;
  /** Formatted numbers are texts that belong to the right; plain numbers go there by themselves. */
  readonly align?: "right";
  /** Never cut: names and ids that somebody copies. */
  readonly isWhole?: true;
  /** Colours a cell; it gets the text already padded. */
  readonly style?: (text: string, row: Row) => string;
}

interface Layout<Row> {
  readonly column: Column<Row>;
  readonly cells: readonly string[];
  readonly isRight: boolean;
  /** Nothing follows that padding would align. */
  readonly isLast: boolean;
  readonly width: number;
}

const gap = "  ";
/** A column is not cut below this: less tells nothing. */
const leastWidth = 8;

/** Rows in aligned columns under a bold header; the widest text columns are cut until the table fits. */
export function table<Row>(
  { columns: available, colors }: { readonly columns: number; readonly colors: Colors },
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): string {
  const layouts = fit(
    columns.map((column, index) => ({ ...measure(column, rows), isLast: index === columns.length - 1 })),
    available - gap.length * (columns.length - 1),
  );
  const header = line(layouts, (layout) => colors.bold(padded(layout, layout.column.header)));
  const body = rows.map((row, index) =>
    line(layouts, (layout) => {
      const text = padded(layout, layout.cells[index] ?? "");
      return layout.column.style === undefined ? text : layout.column.style(text, row);
    }),
  );
  return [header, ...body].join("\n");
}

function line<Row>(layouts: readonly Layout<Row>[], cell: (layout: Layout<Row>) => string): string {
  return layouts.map(cell).join(gap);
}

function measure<Row>(column: Column<Row>, rows: readonly Row[]): Omit<Layout<Row>, "isLast"> {
  const values = rows.map(column.value);
  const cells = values.map((value) => (value === null ? "-" : printable(String(value))));
  const known = values.filter((value) => value !== null);
  const isNumeric = known.length > 0 && known.every((value) => typeof value === "number");
  return {
    column,
    cells,
    isRight: column.align === "right" || isNumeric,
    width: cells.reduce((width, cell) => Math.max(width, textWidth(cell)), textWidth(column.header)),
  };
}

/** Takes the excess from the widest text columns first; half a number would be another number. */
function fit<Row>(layouts: readonly Layout<Row>[], available: number): readonly Layout<Row>[] {
  const widths = layouts.map(({ width }) => width);
  let excess = widths.reduce((sum, width) => sum + width, 0) - available;
  while (excess > 0) {
    const shrinkable = layouts.flatMap(({ column, isRight }, index) => {
      const width = widths[index] ?? 0;
      return isRight || column.isWhole === true || width <= leastWidth ? [] : [{ index, width }];
    });
    const widest = shrinkable.sort((one, other) => other.width - one.width)[0];
    if (widest === undefined) break;
    widths[widest.index] = widest.width - 1;
    excess -= 1;
  }
  return layouts.map((layout, index) => ({ ...layout, width: widths[index] ?? layout.width }));
}

function padded<Row>({ width, isRight, isLast }: Layout<Row>, text: string): string {
  const shown = truncate(text, width);
  const padding = " ".repeat(width - textWidth(shown));
  if (isRight) return padding + shown;
  return isLast ? shown : shown + padding;
}
