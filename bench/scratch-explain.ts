import pg from "pg"; import { writeFileSync, mkdtempSync } from "node:fs"; import { randomUUID } from "node:crypto";
import { engines } from "./engines.ts"; import { openDatabase } from "../src/store/connection/open-database.ts";
import { benchProvider } from "./bench-provider.ts"; import { benchStages } from "./bench-stages.ts"; import { benchParts, asSourceLines } from "./bench-parts.ts";
import { startSandboxProcess } from "./sandbox-process.ts"; import { RunRequest } from "../src/domain/run-request.ts";
const which = Number(process.argv[2] ?? 0);
const engine = (await engines())[which]!;
const N = 150;
await using db0 = await engine.open();
await using sandbox = await startSandboxProcess(0);
const folder = mkdtempSync("/tmp/wbx-"); writeFileSync(folder + "/p.jsonl", asSourceLines(benchParts(N)));
await using database = openDatabase<any>({ poolConfig: db0.poolConfig as any, maxConnections: 1, applicationName: "x" });
const seen = new Map<string, { text: string; values: unknown[]; n: number; ms: number[] }>();
database.pool.on("connect", (client: any) => {
  const q = client.query.bind(client);
  client.query = async (...a: any[]) => {
    const text = typeof a[0] === "string" ? a[0] : a[0].text; const values = a[1] ?? a[0].values ?? [];
    const t = performance.now();
    const r = await q(...a);
    const key = text.slice(0, 60).replace(/\s+/g, " ");
    const e = seen.get(key) ?? { text, values, n: 0, ms: [] }; e.n++; e.ms.push(performance.now() - t); e.values = values; e.text = text; seen.set(key, e);
    return r;
  };
});
const provider = benchProvider(sandbox.baseUrl);
await using b = benchStages({ ledger: database.db as any, sourcePath: folder + "/p.jsonl", provider, maxConcurrent: 1, batchSize: N });
const o = await b.stages.openBatch({ runId: randomUUID(), request: RunRequest.parse({ limit: N, priorityThreshold: 0, forceAutomation: true }), remainingParts: N, position: null });
if (o.kind !== "opened") throw new Error();
await b.stages.extractParts(o.batchId); await b.stages.decideParts(o.batchId);
seen.clear();
await b.stages.scrapeParts(o.batchId);
console.log(b.outcomes);
const client = new pg.Client(db0.poolConfig as any); await client.connect();
const med = (x: number[]) => [...x].sort((p, q) => p - q)[Math.floor(x.length / 2)]!;
const min = (x: number[]) => Math.min(...x);
for (const [k, e] of seen) {
  if (e.n < N) { continue; }
  await client.query("begin");
  let info = "";
  try {
    const plans: number[] = [], execs: number[] = []; let trig = "";
    for (let i = 0; i < 15; i++) {
      await client.query("savepoint s");
      const r = await client.query("explain (analyze, format json, timing off) " + e.text, e.values as any);
      const p = (r.rows[0] as any)["QUERY PLAN"][0]; plans.push(p["Planning Time"]); execs.push(p["Execution Time"]); trig = (p.Triggers ?? []).map((t: any) => `${t["Trigger Name"]}:${t.Time}`).join(" ");
      await client.query("rollback to s");
    }
    info = `plan med ${med(plans).toFixed(2)} min ${min(plans).toFixed(2)}  exec med ${med(execs).toFixed(2)} min ${min(execs).toFixed(2)} trig ${trig}`;
  } catch (x) { info = String(x); }
  await client.query("rollback");
  console.log(`${k}  n=${e.n} med ${med(e.ms).toFixed(2)} min ${min(e.ms).toFixed(2)} sum ${(e.ms.reduce((a,b)=>a+b)).toFixed(0)}\n    ${info}`);
}
await client.end();
