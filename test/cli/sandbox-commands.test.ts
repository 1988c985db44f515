import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { expect, onTestFinished, test, vi } from "vitest";
import * as z from "zod";
import { sandboxServeCommand } from "../../src/cli/commands/sandbox-serve.ts";
import { UserError } from "../../src/domain/fault.ts";
import { startInProcess } from "../support/in-process-cli.ts";

const Served = z.object({ baseUrl: z.url(), variables: z.record(z.string(), z.string()) });

function shellOf(signal: AbortSignal) {
  const stdout = new PassThrough({ encoding: "utf8" });
  return { env: {}, cwd: import.meta.dirname, stdout, stderr: new PassThrough().resume(), signal };
}

test("serves the sandbox's provider until it is interrupted, and lets in who has what it prints", async () => {
  const interruption = new AbortController();
  const shell = shellOf(interruption.signal);
  const options = { port: 0, json: true, emoji: false, faults: "none" } as const;
  const serving = sandboxServeCommand(shell, options);
  const line = (await once(shell.stdout, "data")).join("");
  const { baseUrl, variables } = Served.parse(JSON.parse(line));
  expect(variables["DIGIKEY_BASE_URL"]).toBe(baseUrl);
  const body = new URLSearchParams({
    client_id: variables["DIGIKEY_CLIENT_ID"] ?? "",
    client_secret: variables["DIGIKEY_CLIENT_SECRET"] ?? "",
    grant_type: "client_credentials",
  });
  expect((await fetch(`${baseUrl}/v1/oauth2/token`, { method: "POST", body })).status).toBe(200);

  const port = Number(new URL(baseUrl).port);
  const second = sandboxServeCommand(shellOf(interruption.signal), { ...options, port });
  await expect(second).rejects.toThrow(new UserError(2, `--port ${port} is not free: give another.`));

  interruption.abort();
  expect(await serving).toBe(0);
  await expect(fetch(baseUrl)).rejects.toThrow("fetch failed");
});

test("generates no table when it is interrupted, and says so in one line", async () => {
  const cwd = await mkdtemp(join(tmpdir(), "sandbox-commands-"));
  onTestFinished(() => rm(cwd, { recursive: true, force: true }));
  const args = ["sandbox", "generate", "--rows", "200000", "--out", "parts.jsonl"];
  const generating = startInProcess({ cwd, env: {} }, args);
  await vi.waitFor(async () => expect(await readdir(cwd)).toHaveLength(1), { timeout: 60_000, interval: 5 });

  generating.interrupt();

  expect(await generating.exitCode).toBe(130);
  expect(generating.stderr()).toBe(`❌ Interrupted; nothing was written to ${join(cwd, "parts.jsonl")}.\n`);
  expect(generating.stdout()).toBe("");
  expect(await readdir(cwd)).toEqual([]);
});
