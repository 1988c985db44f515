import { spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { exitCodes } from "../../src/domain/fault.ts";
import { startDigikeyServer } from "../../src/sandbox/digikey-server/start-digikey-server.ts";
import { sandboxCatalogue } from "../../src/sandbox/catalogue/sandbox-catalogue.ts";
import { faultProfiles } from "../../src/sandbox/digikey-server/fault-profile.ts";
import { type CliHome, openCliHome, openNewCliHome } from "../support/run-cli.ts";
import { seedRulesFolder } from "../support/seed-rules.ts";

// Several processes start one after the other, which takes long on a busy machine.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const entry = fileURLToPath(new URL("../../bin/workflow.mjs", import.meta.url));

let home: CliHome;
let statusBefore: string;
beforeAll(async () => {
  home = await openCliHome();
  expect((await home.runHere(["run", "--limit", "2", "--force-manual"])).exitCode).toBe(exitCodes.ok);
  statusBefore = (await home.runHere(["status", "--json"])).stdout;
});
afterAll(async () => {
  await home[Symbol.asyncDispose]();
});

interface Refusal {
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly exitCode: number;
  /** What the message names: the flag or file, and what to do. */
  readonly says: readonly (string | RegExp)[];
}

/** One clear sentence, the documented exit code, and nothing else: no result, no stack. */
async function expectRefusal({ args, env, exitCode, says }: Refusal): Promise<string> {
  const { stderr, stdout, ...end } = await home.runHere(args, env);
  expect(end.exitCode, stderr).toBe(exitCode);
  expect(stdout).toBe("");
  expect(stderr).not.toMatch(/^ +at /m);
  expect(stderr).not.toContain("This is a bug");
  // Several faults of one file are listed below the sentence.
  const message = /^(❌|error:)[^]*/m.exec(stderr)?.[0] ?? "";
  expect(message, stderr).not.toBe("");
  for (const text of says) expect(message).toMatch(text);
  return message;
}

/** A process of its own ends with the same code and says the same: what `runHere` leaves out changes nothing. */
async function expectSameOfProcess(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<void> {
  expect(await home.run(args, env)).toEqual({ ...(await home.runHere(args, env)), signal: null });
}

async function expectNothingWritten(): Promise<void> {
  expect((await home.runHere(["status", "--json"])).stdout).toBe(statusBefore);
}

describe("a wrong argument", () => {
  it.each<[string, readonly (string | RegExp)[]]>([
    ["run --force-manual --force-automation", ["--force-manual and --force-automation", "one of them"]],
    ["run --priority-threshold 1.5", ["--priority-threshold 1.5", "from 0 to 1"]],
    ["run --priority-threshold abc", ["--priority-threshold abc", "from 0 to 1"]],
    ["run --limit 0", ["--limit 0", "from 1 to"]],
    ["run --limit -1", ["--limit -1", "from 1 to"]],
    ["run --limit 1e9", ["--limit 1e9", "from 1 to"]],
    ["run --limit 1000000000", ["--limit 1000000000", "from 1 to"]],
    ["run --limit 5 --date 0000-01-01 --dry-run", ["--date 0000-01-01", "from 2000 on"]],
    ["pending --limit 0", ["--limit 0", "from 1 to"]],
    ["pending --priority urgent", ["--priority urgent", "high, medium, low"]],
    ["status batch_x", ["batch_x", "batch_1764000000", "workflow status"]],
    ["run --limt 5", ["--limt", "--limit"]],
    ["frobnicate", ["frobnicate", "unknown command"]],
    ["db explode", ["explode", "start, stop, status, migrate, reset"]],
    ["db reset", ["--yes"]],
    ["sandbox generate --out parts.xml", ["--out parts.xml", ".parquet, .csv, .jsonl"]],
    ["sandbox serve --per-day 0", ["--per-day 0", "from 1 to"]],
    ["sandbox serve --per-minute many", ["--per-minute many", "from 1 to"]],
    ["run --config nowhere.json", ["nowhere.json"]],
  ])("workflow %s", async (line, says) => {
    await expectRefusal({ args: line.split(" "), exitCode: exitCodes.usage, says });
  });

  it("an unknown batch", async () => {
    const says = ["batch_1234567890", "workflow status"];
    await expectRefusal({ args: ["status", "batch_1234567890"], exitCode: exitCodes.notFound, says });
    await expectRefusal({ args: ["resume", "batch_1234567890"], exitCode: exitCodes.notFound, says });
  });

  it.each([
    "run --limit 5 --output nowhere/result.json",
    "status --output nowhere/result.json",
    "pending --output nowhere/result.json",
    "sandbox generate --out nowhere/parts.csv",
  ])("workflow %s, a folder that does not exist", async (line) => {
    const [file = ""] = /--\S+ nowhere\S+/.exec(line) ?? [];
    const says = [`${file}: the folder `, "nowhere does not exist", "make it"];
    await expectRefusal({ args: line.split(" "), exitCode: exitCodes.storage, says });
    expect(existsSync(join(home.folder, "nowhere"))).toBe(false);
  });

  it("an --output that nobody can look at", async () => {
    await symlink("loop.json", join(home.folder, "loop.json"));
    const says = ["--output loop.json cannot be looked at", "ELOOP", "name another file"];
    await expectRefusal({ args: ["status", "--output", "loop.json"], exitCode: exitCodes.storage, says });
  });

  it.skipIf(!existsSync("/dev/full"))("a full disk where the result goes", () => {
    const full = openSync("/dev/full", "w");
    onTestFinished(() => closeSync(full));
    const { status, stderr } = spawnSync(process.execPath, [entry, "config", "--show"], {
      cwd: home.folder,
      stdio: ["ignore", full, "pipe"],
      encoding: "utf8",
    });
    expect(stderr).toMatch(/^The result could not be written \(ENOSPC.*\): free space .*\n$/);
    expect(status).toBe(exitCodes.storage);
  });

  it("a parameter out of its bounds in the environment", async () => {
    await expectRefusal({
      args: ["run"],
      env: { WORKFLOW_AUTOMATION_MAX_CONCURRENT: "0", AUTOMATION_MAX_CONCURRENT: "0" },
      exitCode: exitCodes.usage,
      says: [/automation_max_concurrent/i],
    });
  });

  it("leaves the ledger as it was", expectNothingWritten);
});

describe("a rules file", () => {
  let copies = 0;

  async function refused(edit: (text: string) => string, says: Refusal["says"]): Promise<void> {
    const folder = join(home.folder, `rules-${copies++}`);
    await cp(seedRulesFolder, folder, { recursive: true });
    const file = join(folder, "routing.json");
    const before = await readFile(file, "utf8");
    const after = edit(before);
    expect(after).not.toBe(before);
    await writeFile(file, after);
    const env = { WORKFLOW_RULES_DIR: folder };
    await expectRefusal({
      args: ["run", "--limit", "5"],
      env,
      exitCode: exitCodes.rules,
      says: ["routing.json", ...says],
    });
  }

  it("that is not JSON", () => refused((text) => `${text}}`, ["not JSON"]));
  it("that names an unknown fact", () =>
    refused(
      (text) => text.replace('"fact": "completeness"', '"fact": "completness"'),
      ["completness", "completeness"],
    ));
  it("that names an unknown operator", () =>
    refused((text) => text.replace('"operator": "lessThan"', '"operator": "smallerThan"'), ["smallerThan"]));
  it("that names an unknown condition", () =>
    refused((text) => text.replace('"completeRecord": {', '"completedRecord": {'), ["completeRecord"]));
  it("that is not there", () =>
    expectRefusal({
      args: ["run"],
      env: { WORKFLOW_ROUTING_RULES: "mine.json" },
      exitCode: exitCodes.rules,
      says: ["mine.json", "check its path"],
    }));
  it("leaves the ledger as it was", expectNothingWritten);
});

describe("a source", () => {
  it("that is missing", async () => {
    const args = ["run", "--source", "nowhere.csv"];
    await expectRefusal({ args, exitCode: exitCodes.source, says: ["nowhere.csv", "existing file"] });
    // Before anything is started or made.
    await using fresh = await openNewCliHome();
    expect((await fresh.runHere(args)).exitCode).toBe(exitCodes.source);
    expect(existsSync(fresh.dataDir)).toBe(false);
  });

  it("without the needed columns", async () => {
    await writeFile(join(home.folder, "wrong.csv"), "name,price\nLM358,1\n");
    await expectRefusal({
      args: ["run", "--source", "wrong.csv"],
      exitCode: exitCodes.source,
      says: ["wrong.csv", "column"],
    });
  });

  it("that is no table", async () => {
    await writeFile(join(home.folder, "wrong.parquet"), "this is text");
    await expectRefusal({
      args: ["run", "--source", "wrong.parquet"],
      exitCode: exitCodes.source,
      says: ["wrong.parquet"],
    });
  });

  it("leaves the ledger as it was", expectNothingWritten);
});

describe("a service that cannot be used", () => {
  it.each(["run", "status", "pending"])("workflow %s with an unreachable database", async (command) => {
    const message = await expectRefusal({
      args: [command],
      env: {
        DATABASE_URL: "postgres://reader:hush-hush@127.0.0.1:1/parts",
        // The sandbox would be refused before the database is asked.
        DIGIKEY_CLIENT_ID: "client",
        DIGIKEY_CLIENT_SECRET: "secret",
      },
      exitCode: exitCodes.database,
      says: ["127.0.0.1:1/parts", "start the server"],
    });
    expect(message).not.toContain("hush-hush");
  });

  it("wrong DigiKey credentials", async () => {
    await using server = await startDigikeyServer({
      clientId: "client",
      clientSecret: "right",
      catalogue: sandboxCatalogue,
      faults: faultProfiles.none,
      seed: 1,
    });
    const env = {
      DIGIKEY_BASE_URL: server.baseUrl,
      DIGIKEY_CLIENT_ID: "client",
      DIGIKEY_CLIENT_SECRET: "wrong-secret",
    };
    const message = await expectRefusal({
      args: ["run", "--limit", "5"],
      env,
      exitCode: exitCodes.provider,
      says: ["DIGIKEY_CLIENT_ID", "DIGIKEY_CLIENT_SECRET"],
    });
    expect(message).not.toContain("wrong-secret");
    await expectSameOfProcess(["run", "--limit", "5"], env);
    expect(server.stats().calls).toBe(0);
  });

  it("half of the DigiKey credentials", () =>
    expectRefusal({
      args: ["run"],
      env: { DIGIKEY_CLIENT_ID: "client" },
      exitCode: exitCodes.usage,
      says: ["DIGIKEY_CLIENT_SECRET", "set both"],
    }));

  it("a data folder that cannot be made", async () => {
    await writeFile(join(home.folder, "file"), "");
    for (const command of ["run", "status"]) {
      await expectRefusal({
        args: [command],
        env: { WORKFLOW_DATA_DIR: join(home.folder, "file", "data") },
        exitCode: exitCodes.storage,
        says: [/data folder .*file.data/, "choose another"],
      });
    }
  });

  it.skipIf(process.getuid?.() === 0)(
    "a data folder that is read-only (root may write anywhere)",
    async () => {
      const folder = join(home.folder, "read-only");
      await mkdir(folder, { mode: 0o500 });
      await expectRefusal({
        args: ["run"],
        env: { WORKFLOW_DATA_DIR: folder },
        exitCode: exitCodes.storage,
        says: ["read-only", "choose another"],
      });
    },
  );

  it("leaves the ledger as it was", expectNothingWritten);
});

it.each<[string, NodeJS.ProcessEnv]>([
  ["frobnicate", {}],
  ["run --limit 0", {}],
  ["status batch_1234567890", {}],
  ["run --limit 5 --output nowhere/result.json", {}],
  ["run --source nowhere.csv", {}],
  ["run", { WORKFLOW_ROUTING_RULES: "mine.json" }],
  ["run", { DIGIKEY_CLIENT_ID: "client" }],
  ["status", { DATABASE_URL: "postgres://reader@127.0.0.1:1/parts" }],
  ["status --json", {}],
])("workflow %s with %o ends alike in a process of its own", (line, env) =>
  expectSameOfProcess(line.split(" "), env),
);
