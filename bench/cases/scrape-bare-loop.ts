// The same calls through the same client, nothing verified and nothing written: what no pipeline can beat.
import { readFileSync } from "node:fs";
import pLimit from "p-limit";
import * as z from "zod";
import { benchProvider } from "../bench-provider.ts";
import { peakRssMb } from "../process-cost.ts";

const Options = z.object({ baseUrl: z.string(), sourcePath: z.string(), maxConcurrent: z.number() });
const options = Options.parse(JSON.parse(process.argv[2] ?? "{}"));

const Line = z.object({ pn: z.string(), manufacturer: z.string() });
const lines = readFileSync(options.sourcePath, "utf8").trimEnd().split("\n");
const queries = lines.map((line) => Line.parse(JSON.parse(line)));
const provider = benchProvider(options.baseUrl);
const limit = pLimit(options.maxConcurrent);
const { signal } = new AbortController();
await provider.checkAccess(signal);

const cpuBefore = process.cpuUsage();
const startedAt = performance.now();
await Promise.all(
  queries.map(({ pn, manufacturer }) =>
    provider.lookUp({ mpn: pn, manufacturer }, signal, (call) => limit(call)),
  ),
);
const seconds = (performance.now() - startedAt) / 1000;
const own = process.cpuUsage(cpuBefore);
console.log(
  JSON.stringify({
    seconds,
    completed: queries.length,
    statementsPerPart: 0,
    cpuS: (own.user + own.system) / 1e6,
    serverCpuS: 0,
    peakRssMb: peakRssMb(process.pid),
  }),
);
