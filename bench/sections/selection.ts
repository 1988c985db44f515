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
  const bare = await runCase("select-bare", { sourcePath, parts }, Measured);
  await fillWithDone(poolConfig, done, "digikey");
  const measured: Measured[] = [];
  for (let run = 0; run < runs; run += 1) {
    measured.push(await runCase("select-parts", { poolConfig, maxConnections, sourcePath, parts }, Measured));
  }
  const headings = ["", "seconds", "x bare", "CPU s", "x bare CPU", "peak RSS MB", "x 350 MB", "ranks"];
  const row = (name: string, one: Measured) => [
    name,
    figure(one.seconds, 2),
    figure(one.seconds / bare.seconds, 2),
    figure(one.cpuS, 1),
    figure(one.cpuS / bare.cpuS, 2),
    figure(one.peakRssMb, 0),
    figure(one.peakRssMb === null ? null : one.peakRssMb / 350, 2),
    `${one.first} to ${one.last} (${one.parts})`,
  ];
  printTable(headings, [row("bare query", bare), ...measured.map((one, run) => row(`run ${run + 1}`, one))]);
}
