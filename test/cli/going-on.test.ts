import { rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { exitCodes } from "../../src/domain/fault.ts";
import { rulesFolderWith } from "../decide/rules-folder.ts";
import { type CommandFixture, openCommandFixture } from "../support/command-fixture.ts";
import { deleteAll } from "../support/truncate-all.ts";
import { automatedRow } from "../support/part-rows.ts";
import { refusingDatabase } from "../support/refused-tasks.ts";

/** The provider knows the first only. */
const rows = [automatedRow("KNOWN-1", 0.9), automatedRow("NOBODY-1", 0.8)];
const noSource =
  /^❗ source {3}cannot be used now; batches that are extracted go on: The part source .*ENOENT/m;
const noRules =
  /^❗ rules {4}cannot be used now; batches go on with those they began with: The rules .*routing\.json:1:\d/m;

let commands: CommandFixture;
let source: string;
let rulesDir: string;
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  commands = await openCommandFixture(rows.slice(0, 1));
});
beforeEach(async () => {
  await deleteAll(commands.ledger);
  source = join(commands.folder, "parts.jsonl");
  await writeFile(source, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  rulesDir = dirname(rulesFolderWith({}));
  env = { WORKFLOW_SOURCE: source, WORKFLOW_RULES_DIR: rulesDir };
});
afterAll(() => commands[Symbol.asyncDispose]());

/** Without them, the sandbox answers. */
const noCredentials = { DIGIKEY_CLIENT_ID: undefined, DIGIKEY_CLIENT_SECRET: undefined };
const breakRules = () => writeFile(join(rulesDir, "routing.json"), "{");
const loseSource = () => rm(source);

/** A run that was stopped as soon as it said this. */
async function stoppedAt(sign: string): Promise<void> {
  const { exitCode, stderr } = await commands.watched(["run"], env, (text, interrupt) => {
    if (text.startsWith(sign)) interrupt();
  });
  expect(exitCode, stderr).toBe(exitCodes.interrupted);
}

function batches() {
  return commands.ledger
    .selectFrom("batches")
    .select(["id", "stage", "status", "ruleset_hash as rules"])
    .where("kind", "=", "run")
    .execute();
}

describe.each(["resume", "sweep"])("%s", (command) => {
  test("finishes a batch that is decided without its source and with broken rules, and warns of both", async () => {
    await stoppedAt("🤖");
    const [begun] = await batches();
    expect(begun).toMatchObject({ stage: "decided" });
    await breakRules();
    await loseSource();

    const { exitCode, stderr } = await commands.run([command], env);

    expect(exitCode, stderr).toBe(exitCodes.ok);
    expect(stderr).toMatch(noSource);
    expect(stderr).toMatch(noRules);
    expect(await batches()).toMatchObject([{ stage: "settled", rules: begun?.rules }]);
  });

  test("extracts and decides a batch that was only opened by the rules it was opened with", async () => {
    await stoppedAt("📦");
    expect(await batches()).toMatchObject([{ stage: "opened" }]);
    await breakRules();

    const { exitCode, stderr } = await commands.run([command], env);

    expect(exitCode, stderr).toBe(exitCodes.ok);
    expect(stderr).not.toMatch(noSource);
    expect(await batches()).toMatchObject([{ stage: "settled" }]);
  });

  test("ends with the source's code where a batch is still to be extracted and it is gone", async () => {
    await stoppedAt("📦");
    await loseSource();

    const { exitCode, stderr } = await commands.run([command], env);

    expect(exitCode, stderr).toBe(exitCodes.source);
    expect(stderr).toMatch(/^❌ The part source .*ENOENT/m);
    expect(await batches()).toMatchObject([{ stage: "opened" }]);
  });

  test("ends with the rules' code where lookups are open and the manufacturers are broken", async () => {
    await stoppedAt("🤖");
    await writeFile(join(rulesDir, "manufacturers.json"), "{");

    const { exitCode, stderr } = await commands.run([command], env);

    expect(exitCode, stderr).toBe(exitCodes.rules);
    expect(stderr).toMatch(/^❌ The rules cannot be used; correct this:\n\S*manufacturers\.json:1:/m);
    expect(await batches()).toMatchObject([{ stage: "decided" }]);
  });

  test("leaves a batch of another provider alone, and warns of it", async () => {
    await stoppedAt("🤖");
    const [begun] = await batches();

    const { exitCode, stderr } = await commands.run([command], { ...env, ...noCredentials });

    expect(exitCode, stderr).toBe(exitCodes.ok);
    expect(stderr).toMatch(
      `warn a batch is left for its own provider batch=${begun?.id ?? ""} reason="it was begun with DigiKey, `,
    );
    expect(await batches()).toEqual([begun]);
  });
});

describe("resume says why a batch is left:", () => {
  const Resumption = z.object({ batches: z.array(z.unknown()), left: z.array(z.unknown()) });
  const until = "2096-01-31T06:00:00.500Z";
  const heldBy = (owner: string) => () =>
    sql`update batches set lease_owner = ${owner}, lease_expires_at = ${until}`.execute(commands.ledger);
  const inWorkOf = (who: string) =>
    `is in the work of ${who}, which prolongs its lease (now until 2096-01-31T06:00:01Z) while it lives: wait until it has ended, or resume after that time if it has died.`;

  test.each<[string, () => Promise<unknown>, string, object]>([
    [
      "a process has it in work",
      heldBy("elsewhere/4242@17/x"),
      inWorkOf("process 4242 on elsewhere"),
      { kind: "in_work", holder: "elsewhere/4242@17/x", until },
    ],
    [
      "a run on Trigger.dev has it in work",
      heldBy("trigger.dev/run_1"),
      inWorkOf("run_1 on Trigger.dev"),
      { kind: "in_work", holder: "trigger.dev/run_1", until },
    ],
    [
      "its lookups are put off",
      () => sql`update automation_tasks set not_before = ${until}`.execute(commands.ledger),
      `waits for the provider's quota until 2096-01-31T06:00:01Z: resume it then, or ask again at once with "workflow replay --batch BATCH --status deferred --reason ...".`,
      { kind: "deferred", until },
    ],
  ])("%s", async (_, change, text, left) => {
    await stoppedAt("🤖");
    await change();
    const id = (await batches())[0]?.id ?? "";
    const line = `⏳ ${id} ${text.replace("BATCH", id)}\n`;

    const named = await commands.run(["resume", id], env);
    expect(named).toMatchObject({ exitCode: exitCodes.ok, stdout: "" });
    expect(named.stderr).toContain(line);
    expect(named.stderr).not.toContain("nothing is left");

    const all = await commands.run(["resume", "--json"], env);
    expect(all.stderr).toContain(line);
    expect(Resumption.parse(JSON.parse(all.stdout))).toEqual({
      batches: [],
      left: [{ batchId: id, ...left }],
    });
  });
});

test("resume takes the name of a fallback batch for that of the batch it belongs to", async () => {
  await commands.run(["run"], env);
  const id = (await batches())[0]?.id ?? "";
  const resume = () => commands.run(["resume", `${id}_fallback`, "--json"], env);

  const settled = await resume();
  expect(settled.stderr).toContain("✅ nothing is left to finish\n");
  expect(JSON.parse(settled.stdout)).toEqual({ batches: [], left: [] });

  await sql`update batches set status = 'in_progress', stage = 'decided', settled_at = null
    where kind = 'run'`.execute(commands.ledger);
  expect(JSON.parse((await resume()).stdout)).toMatchObject({ batches: [{ batchId: id }], left: [] });
});

test.each([
  ["resume", (id: string) => ["resume", id]],
  ["replay", (id: string) => ["replay", "--batch", id, "--reason", "again"]],
  ["a dry run of replay", (id: string) => ["replay", "--batch", id, "--dry-run"]],
])("%s of a batch of another provider is refused with the provider's code", async (_, args) => {
  await stoppedAt("🤖");
  const [begun] = await batches();

  const { exitCode, stdout, stderr } = await commands.run(args(begun?.id ?? ""), {
    ...env,
    ...noCredentials,
  });

  expect(exitCode, stderr).toBe(exitCodes.provider);
  expect(stderr).toMatch(
    /^❌ batch_\d+ was begun with DigiKey, and this run asks the sandbox: to go on with it, set DIGIKEY_CLIENT_ID .*\.$/m,
  );
  expect(stderr.match(/was begun/g)).toHaveLength(1);
  expect(stdout).toBe("");
  expect(await batches()).toEqual([begun]);
});

describe("replay", () => {
  async function failedBatch(): Promise<string> {
    const { exitCode, stderr } = await commands.run(["run"], env);
    expect(exitCode, stderr).toBe(exitCodes.ok);
    await breakRules();
    await loseSource();
    return (await batches())[0]?.id ?? "";
  }
  const replays = () => commands.ledger.selectFrom("replays").select("id").execute();

  test("runs failed parts again without the source and with broken rules, and warns of both", async () => {
    const args = ["replay", "--batch", await failedBatch(), "--reason", "again"];

    const { exitCode, stderr } = await commands.run(args, env);

    expect(exitCode, stderr).toBe(exitCodes.ok);
    expect(stderr).toMatch(noSource);
    expect(stderr).toMatch(noRules);
    expect(await replays()).toHaveLength(1);
  });

  test("that decides anew needs the rules of today: broken ones end it before anything is begun", async () => {
    const args = ["replay", "--batch", await failedBatch(), "--reason", "again", "--redecide"];

    const { exitCode, stderr } = await commands.run(args, env);

    expect(exitCode, stderr).toBe(exitCodes.rules);
    expect(stderr).toMatch(/^❌ The rules cannot be used; correct this:\n\S*routing\.json:1:/m);
    expect(await replays()).toEqual([]);
  });
});

test.each<[string, () => Promise<void>, number]>([
  ["broken rules", breakRules, exitCodes.rules],
  ["a source that is gone", loseSource, exitCodes.source],
])("run with %s takes nothing up, not even what was begun", async (_name, spoil, expected) => {
  await stoppedAt("🤖");
  const before = await batches();
  await spoil();

  const { exitCode, stderr } = await commands.run(["run"], env);

  expect(exitCode, stderr).toBe(expected);
  expect(stderr).not.toContain("❗");
  expect(await batches()).toEqual(before);
});

test("a manual task that the database refuses ends every command that meets it with the reason, until it is filed", async () => {
  const database = await refusingDatabase(commands.ledger);
  await database.refuse({ mpn: "NOBODY-1", times: 99, message: "no task today", code: "23514" });
  const run = await commands.run(["run"], env);
  expect(run.exitCode, run.stderr).toBe(exitCodes.failed);
  expect(run.stderr).not.toContain("This is a bug");
  const [batch] = await batches();
  const { id = "" } = batch ?? {};
  expect(batch).toMatchObject({ stage: "settled", status: "failed" });
  const reason = `the database refuses its manual tasks (no task today); "workflow resume ${id}" files them once that is put right`;
  const status = await commands.run(["status"], env);
  expect(status.exitCode).toBe(exitCodes.bug);
  expect(status.stdout).toContain("1 parts need a manual task and have none");

  const replayed = ["replay", "--batch", id, "--reason", "again"];
  for (const line of [["sweep"], ["resume", id], replayed, [...replayed, "--error-class", "server"]]) {
    const { exitCode, stdout } = await commands.run(line, env);
    expect(exitCode, line.join(" ")).toBe(exitCodes.failed);
    expect(stdout.replaceAll(/\s+/g, " ")).toContain(reason);
  }
  // The part is not due again today.
  expect(await commands.run(["run"], env)).toMatchObject({ exitCode: exitCodes.ok });

  await database.refuse();
  const resumed = await commands.run(["resume"], env);
  expect(resumed.exitCode, resumed.stderr).toBe(exitCodes.ok);
  const { status: verdict } = (await batches()).find((each) => each.id === id) ?? {};
  expect(verdict).toBe("completed_with_failures");
  expect((await commands.run(["resume"], env)).stderr).toContain("nothing is left to finish");
});
