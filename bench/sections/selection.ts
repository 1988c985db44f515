import * as z from "zod";
import { engines } from "../engines.ts";
import { figure, printTable } from "../print-table.ts";
import { runCase } from "../run-case.ts";
import { fillWithDone, rankedFile } from "../selection-data.ts";

const parts = 1_000;
/** Each run takes the ranks after those of the run before. */
const runs = 3;

const Measured = z.object({
  seconds: z.number(),
  cpuS: z.number(),
  peakRssMb: z.number().nullable(),
  first: z.number(),
  last: z.number(),
  parts: z.number(),
});
type Measured = z.infer<typeof Measured>;

/** The next parts of a file whose first tenth by priority is done already, beside the bare query on the same file. */
export async function selectionSection({ rows }: { readonly rows: number }): Promise<void> {
  const done = rows / 10;
  const [engine] = await engines();
  if (engine === undefined) return;
  const sourcePath = await rankedFile(rows);
  await using database = await engine.open();
  const { poolConfig, maxConnections } = database;
  console.log(
    `selection: the next ${parts} parts of ${rows} rows, the first ${done} done, on ${engine.name}`,
  );
  await fillWithDone(poolConfig, done, "digikey");
  const headings = ["", "seconds", "x bare", "CPU s", "x bare CPU", "peak RSS MB", "x 350 MB", "ranks"];
  const table: string[][] = [];
  for (let run = 1; run <= runs; run += 1) {
    // Beside each run anew: the machine's speed changes within minutes.
    const bare = await runCase("select-bare", { sourcePath, parts }, Measured);
    const options = { poolConfig, maxConnections, sourcePath, parts };
    const one = await runCase("select-parts", options, Measured);
    table.push(figures("bare query", bare, bare), figures(`run ${run}`, one, bare));
  }
  printTable(headings, table);
}

function figures(name: string, one: Measured, bare: Measured): string[] {
  return [
    name,
    figure(one.seconds, 2),
    figure(one.seconds / bare.seconds, 2),
    figure(one.cpuS, 1),
    figure(one.cpuS / bare.cpuS, 2),
    figure(one.peakRssMb, 0),
    figure(one.peakRssMb === null ? null : one.peakRssMb / 350, 2),
    `${one.first} to ${one.last} (${one.parts})`,
  ];
}
