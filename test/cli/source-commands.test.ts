import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";
import {
  type BigqueryServer,
  startBigqueryServer,
} from "../support/bigquery-server/start-bigquery-server.ts";
import { type CommandFixture, openCommandFixture } from "../support/command-fixture.ts";
import { deleteAll } from "../support/truncate-all.ts";
import { automatedRow, rankedRows, reviewedRow } from "../support/part-rows.ts";
import { loadTable } from "../support/source-tables.ts";

// What people see of a source: before a run, of the rows that cannot be parts, and when something is wrong with it.

const ranked = rankedRows(6, (pn, score) =>
  (Number(pn.slice(2)) % 3 === 0 ? reviewedRow : automatedRow)(pn, score),
);
const bad = [automatedRow("BAD-1", 7), automatedRow("BAD-2", 8.5), automatedRow("BAD-3", 9)];

let bigquery: BigqueryServer;
let commands: CommandFixture;
let source: NodeJS.ProcessEnv;
beforeAll(async () => {
  bigquery = await startBigqueryServer();
  commands = await openCommandFixture(ranked);
  const table = await loadTable(bigquery, [...ranked, ...bad], commands.folder);
  source = { BIGQUERY_TABLE: table, BIGQUERY_API_ENDPOINT: bigquery.baseUrl };
});
beforeEach(() => deleteAll(commands.ledger));
afterAll(async () => {
  await commands[Symbol.asyncDispose]();
  await bigquery[Symbol.asyncDispose]();
});

/** Runs a line whose arguments hold no spaces, over the table. */
function workflow(line: string, env: NodeJS.ProcessEnv = {}) {
  return commands.run(line.split(" "), { ...source, ...env });
}

/** A mistake is one sentence on stderr; nothing is printed as a result. */
async function refused(line: string, exitCode: number, sentence: string, env: NodeJS.ProcessEnv = {}) {
  const result = await workflow(line, env);
  expect(result, line).toMatchObject({ exitCode, stdout: "" });
  expect(result.stderr).toContain(sentence);
  expect(result.stderr.trimEnd().split("\n")).toHaveLength(1);
  expect(result.stderr).not.toMatch(/\n\s+at /);
}

/** What was written to `--output` is what `--json` prints. */
async function agreeing(line: string): Promise<unknown> {
  const { stdout, stderr, exitCode } = await workflow(`${line} --json --output result.json`);
  expect(exitCode, stderr).toBe(0);
  const written: unknown = JSON.parse(await readFile(join(commands.folder, "result.json"), "utf8"));
  expect(written).toEqual(JSON.parse(stdout));
  return written;
}

describe("run --dry-run", () => {
  test("shows part by part what would happen, and what it would cost", async () => {
    const { stdout, stderr, exitCode } = await workflow("run --dry-run --limit 4");

    expect(exitCode, stderr).toBe(0);
    expect(stdout.split("\n").filter((line) => /^P-\d|would|calls needed|floor|budget/.test(line))).toEqual([
      "P-001  Acme Passives   0.99  automation  mid-good",
      "P-002  Acme Passives  0.915  automation  mid-good",
      "P-003  Acme Passives   0.84  manual      complex-data",
      "P-004  Acme Passives  0.765  automation  mid-good",
      "📊 parts     4 would be taken: 3 to automation, 1 to a person · 3 quarantined",
      "🔎 source    floor 0.5 · cut-off 0.765 · more parts are due · 2.4 GB · about $0.0136",
      "🔌 provider  3 calls needed · quota not known before the first call",
      expect.stringMatching(/^📦 budget {4}1,000 of 1,000 parts left on \d{4}-\d\d-\d\d before this run$/),
    ]);
    expect(stdout).toMatch(/✅ nothing was written\n$/);
    expect((await workflow("status")).exitCode).toBe(7);
  });

  test("gives the same as JSON, on stdout and in a file", async () => {
    expect(await agreeing("run --dry-run --limit 4")).toMatchObject({
      automation: 3,
      manual: 1,
      providerCalls: 3,
      quarantined: 3,
      cutoffPriority: 0.765,
      estimate: { bytes: 2_400_000_000, usd: expect.closeTo((2.4e9 / 2 ** 40) * 6.25) as number },
    });
  });

  test("refuses what makes no sense before it opens anything", async () => {
    await refused("run --dry-run --limit 0", 2, "--limit 0: give a whole number from 1 to 100000.");
    await refused("run --dry-run --priority-threshold 2", 2, "give a number from 0 to 1");
    await refused("run --dry-run --force-manual --force-automation", 2, "exclude each other");
    await refused("run --dry-run --output nowhere/x.json", 8, "nowhere does not exist or cannot be written");
    await refused("run --dry-run --output .", 8, "--output . is a folder");
  });

  test("names the table that is not there, and the limit that the query would pass", async () => {
    await refused("run --dry-run", 3, "BigQuery does not find demo-project.catalogue.gone", {
      BIGQUERY_TABLE: "demo-project.catalogue.gone",
    });
    const limited = await workflow("run --dry-run", { BIGQUERY_MAX_BYTES_BILLED: "20000000" });
    expect(limited).toMatchObject({ exitCode: 3, stdout: "" });
    expect(limited.stderr).toMatch(
      /❌ .* would bill more than bigqueryMaxBytesBilled allows, 20000000 bytes/,
    );
  });
});

describe("quarantine", () => {
  const Listed = z.object({ rows: z.array(z.object({ id: z.number(), raw: z.object({ pn: z.string() }) })) });

  /** The numbers of the rows in quarantine after a run, by part number. */
  async function quarantined(): Promise<Readonly<Record<string, number>>> {
    expect((await workflow("run --limit 1")).exitCode).toBe(0);
    const { rows } = Listed.parse(await agreeing("quarantine list"));
    return Object.fromEntries(rows.map(({ id, raw }) => [raw.pn, id]));
  }

  test("list shows counts by reason and the rows, as many as asked for", async () => {
    expect((await workflow("quarantine list")).stdout).toBe("✅ no row is in quarantine\n");
    await quarantined();
    const { stdout } = await workflow("quarantine list --limit 2 --reason outside");
    expect(stdout).toMatch(/2 of 3 rows in quarantine\n/);
    expect(stdout).toMatch(/^ +3 {2}priority_score\.score is …, outside the declared scale of 0 to 1\.$/m);
    expect(stdout.match(/^ *\d+ {2}BAD-\d {2}.*outside the declared scale/gm)).toHaveLength(2);
  });

  test("show has the row as the source has it", async () => {
    const ids = await quarantined();
    const { stdout } = await workflow(`quarantine show ${ids["BAD-2"]}`);
    expect(stdout).toMatch(/^part +BAD-2$/m);
    expect(stdout).toMatch(/^source +BigQuery demo-project\.catalogue\.parts$/m);
    expect(stdout).toMatch(/^reason +priority_score\.score is 8\.5, outside/m);
    expect(stdout).toContain('"score": 8.5');
    expect(await agreeing(`quarantine show ${ids["BAD-2"]}`)).toMatchObject({
      raw: { pn: "BAD-2", priority_score: { score: 8.5 } },
      release: null,
    });
  });

  test("release lets rows out by number or by reason, all of them or none", async () => {
    const ids = await quarantined();
    const one = ids["BAD-1"] ?? 0;
    await refused(`quarantine release ${one} 99 --reason why`, 7, "There is no row 99 in quarantine");
    expect(Object.keys(await quarantinedNow())).toHaveLength(3);
    const { stdout } = await workflow(`quarantine release ${one} --reason corrected`);
    expect(stdout).toBe("✅ 1 row released: the next run judges them anew\n");
    expect(await agreeing("quarantine release --matching outside --reason corrected")).toEqual({
      released: [ids["BAD-2"], ids["BAD-3"]].toSorted(),
    });
    expect(await quarantinedNow()).toEqual({});
    expect((await workflow("quarantine list --released")).stdout).toContain("3 of 3 rows released");
  });

  async function quarantinedNow() {
    const { rows } = Listed.parse(await agreeing("quarantine list"));
    return Object.fromEntries(rows.map(({ id, raw }) => [raw.pn, id]));
  }

  test("refuses rows and batches that are none, and a release without a reason or a scope", async () => {
    await refused("quarantine list --batch nope", 2, '"nope" is no batch id');
    await refused("quarantine list --limit 0", 2, "--limit 0: give a whole number from 1 to 10000.");
    await refused("quarantine list --output .", 8, "--output . is a folder");
    await refused("quarantine show x", 2, "<id> x: give a whole number");
    await refused("quarantine show 99", 7, "There is no row 99 in quarantine");
    await refused("quarantine release 1", 2, "--reason <text>");
    await refused("quarantine release 1 --reason=", 2, "--reason is blank");
    await refused("quarantine release --reason why", 2, "Name the rows to release");
    await refused("quarantine release 1 --matching x --reason why", 2, "not both");
  });

  test("refuses to release what blank text matches, and lets no row out", async () => {
    await quarantined();
    await refused("quarantine release --matching= --reason why", 2, "--matching is blank");
    await refused("quarantine release --matching=\t --reason why", 2, "--matching is blank");
    expect(Object.keys(await quarantinedNow())).toHaveLength(3);
  });
});

describe("doctor", () => {
  const Report = z.object({
    isHealthy: z.boolean(),
    checks: z.array(z.object({ name: z.string(), finding: z.object({ kind: z.string() }) })),
  });

  test("has a line for each thing a run needs, under the three troubles of the guide", async () => {
    const { stdout, exitCode } = await workflow("doctor");

    expect(exitCode).toBe(0);
    expect(stdout).toContain("\n  ✅ rows        the query is valid, about $0.0136\n");
    expect(stdout.match(/^\S.*$/gm)).toEqual([
      "No BigQuery data",
      "Automation failures",
      "Manual task creation issues",
      "Surroundings",
      "✅ nothing stands in the way of a run",
    ]);
    const report = Report.parse(await agreeing("doctor"));
    expect(report.isHealthy).toBe(true);
    expect(stdout.match(/^ {2}✅ \w+/gm)?.map((line) => line.slice(4))).toEqual(
      report.checks.map(({ name }) => name),
    );
  });

  test("ends with code 9 and says under what is wrong how to mend it", async () => {
    const env = { BIGQUERY_TABLE: "demo-project.catalogue.gone" };
    const { stdout, exitCode } = await workflow("doctor", env);

    expect(exitCode).toBe(9);
    expect(stdout).toMatch(
      /❌ source {6}BigQuery does not find demo-project\.catalogue\.gone .*\n +→ check BIGQUERY_TABLE/,
    );
    expect(stdout).toMatch(/❌ 1 of 15 checks failed\n$/);
    const failing = await workflow("doctor --json", env);
    expect(failing.exitCode).toBe(9);
    const { checks, isHealthy } = Report.parse(JSON.parse(failing.stdout));
    expect(isHealthy).toBe(false);
    expect(checks.filter(({ finding }) => finding.kind === "failed").map(({ name }) => name)).toEqual([
      "source",
    ]);
  });

  test("refuses a file it could not write to before it checks anything", async () => {
    await refused("doctor --output nowhere/x.json", 8, "nowhere does not exist or cannot be written");
  });
});

describe("a stale source", () => {
  const limit = { WORKFLOW_SOURCE_MAX_AGE_HOURS: "24" };
  const problem =
    /The part source BigQuery demo-project\.catalogue\.parts was last changed at 2026-03-01T06:00Z, \d+ hours ago, and counts as stale from 24 hours: refresh it, or raise /g;

  test("is told in one line, and the run goes on", async () => {
    const { exitCode, stderr, stdout } = await workflow("run --limit 1 --json", limit);

    expect(exitCode).toBe(0);
    expect(stderr.match(problem)).toHaveLength(1);
    expect(stderr).toMatch(/^❗ The part source .* or raise WORKFLOW_SOURCE_MAX_AGE_HOURS\.$/m);
    expect(JSON.parse(stdout)).toMatchObject({ takenParts: 1 });
    expect((await workflow("doctor", limit)).stdout).toMatch(/❗ source +The part source .*\n +→ refresh it/);
  });

  test("stops the run with code 3 where that is wanted, before anything is written", async () => {
    const stopping = { ...limit, WORKFLOW_SOURCE_STALE_ACTION: "stop" };
    const { exitCode, stderr, stdout } = await workflow("run --limit 1", stopping);

    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: "" });
    expect(stderr.match(problem)).toHaveLength(1);
    expect((await workflow("status")).exitCode).toBe(7);
  });
});
