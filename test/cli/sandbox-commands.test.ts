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
type Served = z.infer<typeof Served>;

const options = { port: 0, json: true, emoji: false, faults: "none" } as const;

function shellOf(signal: AbortSignal) {
  const stdout = new PassThrough({ encoding: "utf8" });
  const stderr = new PassThrough({ encoding: "utf8" });
  return { env: {}, cwd: import.meta.dirname, stdout, stderr, signal };
}

async function printed(shell: ReturnType<typeof shellOf>): Promise<Served> {
  return Served.parse(JSON.parse((await once(shell.stdout, "data")).join("")));
}

function askForToken({ baseUrl, variables }: Served): Promise<Response> {
  const body = new URLSearchParams({
    client_id: variables["DIGIKEY_CLIENT_ID"] ?? "",
    client_secret: variables["DIGIKEY_CLIENT_SECRET"] ?? "",
    grant_type: "client_credentials",
  });
  return fetch(`${baseUrl}/v1/oauth2/token`, { method: "POST", body });
}

test("serves the sandbox's provider until it is interrupted, and lets in who has what it prints", async () => {
  const interruption = new AbortController();
  const shell = shellOf(interruption.signal);
  const serving = sandboxServeCommand(shell, options);
  const served = await printed(shell);
  const { baseUrl } = served;
  expect(served.variables["DIGIKEY_BASE_URL"]).toBe(baseUrl);
  expect((await askForToken(served)).status).toBe(200);

  const port = Number(new URL(baseUrl).port);
  const second = sandboxServeCommand(shellOf(interruption.signal), { ...options, port });
  await expect(second).rejects.toThrow(new UserError(2, `--port ${port} is not free: give another.`));

  interruption.abort();
  expect(await serving).toBe(0);
  await expect(fetch(baseUrl)).rejects.toThrow("fetch failed");
});

const Token = z.object({ access_token: z.string() });

test.each([
  { period: "minute", limits: { perMinute: 2 }, header: "x-burstlimit", says: "BurstLimit exceeded" },
  { period: "day", limits: { perDay: 2 }, header: "x-ratelimit", says: "Daily Ratelimit exceeded" },
])(
  "counts calls down to a limit of a $period and refuses the rest",
  async ({ period, limits, header, says }) => {
    const interruption = new AbortController();
    const shell = shellOf(interruption.signal);
    const serving = sandboxServeCommand(shell, { ...options, ...limits });
    const served = await printed(shell);
    const { access_token: token } = Token.parse(await (await askForToken(served)).json());
    const headers = {
      Authorization: `Bearer ${token}`,
      "X-DIGIKEY-Client-Id": served.variables["DIGIKEY_CLIENT_ID"] ?? "",
    };
    const call = () => fetch(`${served.baseUrl}/products/v4/search/LM358DR/productdetails`, { headers });

    const first = await call();
    expect(first.status).toBe(200);
    expect(first.headers.get(`${header}-limit`)).toBe("2");
    let last = await call();
    // A window that begins meanwhile allows as many again.
    for (let calls = 2; calls < 5 && last.status === 200; calls += 1) last = await call();
    expect(last.status).toBe(429);
    expect(await last.text()).toContain(says);

    interruption.abort();
    expect(await serving).toBe(0);
    expect(shell.stderr.read()).toContain(`[deferred] answers no more than 2 calls a ${period}\n`);
  },
);

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
