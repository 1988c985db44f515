import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import * as z from "zod";
import { exitCodes } from "../../src/domain/fault.ts";
import { sandboxCatalogue } from "../../src/sandbox/catalogue/sandbox-catalogue.ts";
import { type FaultProfile, faultProfiles } from "../../src/sandbox/digikey-server/fault-profile.ts";
import {
  type DigikeyServer,
  startDigikeyServer,
} from "../../src/sandbox/digikey-server/start-digikey-server.ts";
import { type CliHome, openCliHome } from "../support/run-cli.ts";

const credentials = { clientId: "client", clientSecret: "client-secret" };
const Batch = z.object({
  batchId: z.string(),
  status: z.string(),
  automation: z.object({
    total: z.number(),
    completed: z.number(),
    failed: z.number(),
    open: z.number(),
  }),
  conservation: z.object({
    isHeld: z.boolean(),
    violations: z.array(z.string()),
  }),
});

// Several processes start one after the other, which takes long on a busy machine.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let home: CliHome;
let stormy: DigikeyServer;
let calm: DigikeyServer;
beforeAll(async () => {
  home = await openCliHome();
  stormy = await serve(faultProfiles.storm, 1);
  calm = await serve(faultProfiles.none, 200);
});
afterAll(async () => {
  await home[Symbol.asyncDispose]();
  await stormy[Symbol.asyncDispose]();
  await calm[Symbol.asyncDispose]();
});

function serve(faults: FaultProfile, latencyMs: number): Promise<DigikeyServer> {
  const limits = { perMinute: null, perDay: null };
  return startDigikeyServer({
    ...credentials,
    catalogue: sandboxCatalogue,
    faults,
    seed: 1,
    latencyMs,
    limits,
  });
}

function environment(server: DigikeyServer): NodeJS.ProcessEnv {
  return {
    DIGIKEY_BASE_URL: server.baseUrl,
    DIGIKEY_CLIENT_ID: credentials.clientId,
    DIGIKEY_CLIENT_SECRET: credentials.clientSecret,
    AUTOMATION_RETRY_ATTEMPTS: "1",
    AUTOMATION_MAX_CONCURRENT: "1",
  };
}

async function latest(): Promise<z.infer<typeof Batch>> {
  const { stdout, stderr } = await home.runHere(["status", "--json"]);
  expect(stdout, stderr).not.toBe("");
  const batch = Batch.parse(JSON.parse(stdout));
  expect(batch.conservation).toEqual(expect.objectContaining({ isHeld: true, violations: [] }));
  return batch;
}

it("a replay that is killed is finished by a sweep that is killed and made again", async () => {
  const run = await home.runHere(["run", "--limit", "12", "--force-automation"], {
    ...environment(stormy),
    // Some of its answers never come.
    WORKFLOW_PROVIDER_TIMEOUT_MS: "1000",
    AUTOMATION_MAX_CONCURRENT: "5",
  });
  expect(run.exitCode, run.stderr).toBe(exitCodes.ok);
  const before = await latest();
  expect(before.automation.failed).toBeGreaterThan(2);

  const replay = ["replay", "--batch", before.batchId, "--reason", "storm"];
  for (const command of [replay, ["sweep"]]) {
    const { calls } = calm.stats();
    const cli = home.start(command, environment(calm));
    while (calm.stats().calls === calls) {
      if (cli.child.exitCode !== null) throw new Error(`ended too early to be killed: ${cli.stderr()}`);
      await delay(2);
    }
    cli.child.kill("SIGKILL");
    await cli.ended;
  }
  expect((await latest()).status).toBe("in_progress");
  const swept = await home.runHere(["sweep"], environment(calm));
  expect(swept.exitCode, swept.stderr).toBe(exitCodes.ok);

  const after = await latest();
  expect(after.batchId).toBe(before.batchId);
  expect(after.automation).toMatchObject({
    total: before.automation.total,
    open: 0,
  });
  expect(after.automation.completed).toBeGreaterThan(before.automation.completed);
  const again = await home.runHere(["sweep"], environment(calm));
  expect(again.stdout).toContain("nothing to put right");
});

it.each([
  [
    "without a reason",
    ["replay", "--batch", "batch_1"],
    exitCodes.usage,
    /remembered by its reason: add --reason/,
  ],
  [
    "of no batch",
    ["replay", "--batch", "batch_1", "--reason", "x"],
    exitCodes.notFound,
    /There is no batch batch_1/,
  ],
  [
    "of what is no batch id",
    ["replay", "--batch", "latest", "--reason", "x"],
    exitCodes.usage,
    /no batch id/,
  ],
  [
    "for another class",
    ["replay", "--batch", "batch_1", "--error-class", "bad", "--reason", "x"],
    exitCodes.usage,
    /Allowed choices are/,
  ],
])("a replay %s is refused in one sentence", async (_, command, exitCode, sentence) => {
  const result = await home.runHere(command, environment(calm));
  expect(result.stderr).toMatch(sentence);
  expect(result.stderr).not.toMatch(/^ +at /m);
  expect(result).toMatchObject({ exitCode, stdout: "" });
});

it("a day that has not begun is refused before anything is opened", async () => {
  const result = await home.runHere(["run", "--date", "9999-01-01"], environment(calm));
  expect(result.exitCode).toBe(exitCodes.usage);
  expect(result.stderr).toMatch(/^❌ 9999-01-01 has not begun in UTC/m);
});
