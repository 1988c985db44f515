// The bare query that a selection is measured against: whole rows, no ledger, no validation.
import { tmpdir } from "node:os";
import * as z from "zod";
import { openDuckdbEngine } from "../../src/extract/duckdb-engine.ts";
import { pathLiteral } from "../../src/extract/sql-literal.ts";
import { cpuSeconds, peakRssMb } from "../process-cost.ts";

const Options = z.object({ sourcePath: z.string(), parts: z.number() });
const { sourcePath, parts } = Options.parse(JSON.parse(process.argv[2] ?? "{}"));

const engine = await openDuckdbEngine({ memoryLimit: "256MB", workFolder: tmpdir() });
const startedAt = performance.now();
const rows = await engine.rows(
  `SELECT * FROM read_parquet(${pathLiteral(sourcePath)})
   ORDER BY priority_score.score DESC, pn, manufacturer, product_id LIMIT ${parts}`,
);
const seconds = (performance.now() - startedAt) / 1000;
engine.close();
const cost = { cpuS: cpuSeconds([process.pid]), peakRssMb: peakRssMb(process.pid) };
console.log(JSON.stringify({ seconds, ...cost, first: 0, last: rows.length - 1, parts: rows.length }));
