import picocolors from "picocolors";
import { expect, it } from "vitest";
import { table, type Column } from "../../../src/cli/terminal/table.ts";
import { textWidth } from "../../../src/cli/terminal/text-width.ts";

interface Row {
  readonly part: string;
  readonly stock: number | null;
  readonly text: string;
}
const columns: Column<Row>[] = [
  { header: "Part", value: (row) => row.part },
  { header: "Stock", value: (row) => row.stock },
  { header: "Text", value: (row) => row.text },
];
const rows: Row[] = [
  { part: "RC0805FR-07100KL", stock: 12345, text: "RES 100K OHM 1% 1/8W 0805" },
  { part: "村田", stock: 7, text: "CAP" },
  { part: "X", stock: null, text: "two\nlines \u001B[31mred" },
];
const plain = (available: number) => ({ columns: available, colors: picocolors.createColors(false) });

it("aligns text left, numbers right, and wide characters by their columns", () => {
  expect(table(plain(Infinity), columns, rows)).toBe(
    [
      "Part              Stock  Text",
      "RC0805FR-07100KL  12345  RES 100K OHM 1% 1/8W 0805",
      "村田                  7  CAP",
      "X                     -  two lines red",
    ].join("\n"),
  );
});

it("cuts the widest text until every line fits, and no number", () => {
  const lines = table(plain(40), columns, rows).split("\n");
  for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(40);
  expect(lines[1]).toBe("RC0805FR-07100…  12345  RES 100K OHM 1%…");
});

it("overflows rather than cut a number", () => {
  const large = { part: "RC0805FR-07100KL", stock: 123456789012, text: "CAP" };
  expect(table(plain(10), columns, [large])).toContain("RC0805F…  123456789012  CAP");
});

it("never cuts a column that has to stay whole", () => {
  const whole = columns.map((column, index) =>
    index === 0 ? { ...column, isWhole: true as const } : column,
  );
  expect(table(plain(30), whole, rows)).toContain("RC0805FR-07100KL  12345  RES 10");
});

it("leaves a column of texts and numbers on the left", () => {
  const mixed = table(
    plain(80),
    [{ header: "Value", value: (value: string | number) => value }],
    [1, "long text"],
  );
  expect(mixed).toBe("Value\n1\nlong text");
});

it("puts formatted numbers to the right when told to", () => {
  const shown = table(
    plain(80),
    [{ header: "Took", value: (text: string) => text, align: "right" }],
    ["1m 05s", "9s"],
  );
  expect(shown).toBe("  Took\n1m 05s\n    9s");
});

it("colours cells without moving the columns", () => {
  const colors = picocolors.createColors(true);
  const styled = columns.map((column) => ({ ...column, style: (text: string) => colors.red(text) }));
  const widths = (text: string) => text.split("\n").map(textWidth);
  const shown = table({ columns: 60, colors }, styled, rows);
  expect(shown).toContain("\u001B[31m");
  expect(widths(shown)).toEqual(widths(table(plain(60), columns, rows)));
});

it("is its header when there are no rows", () => {
  expect(table(plain(80), columns, [])).toBe("Part  Stock  Text");
});
