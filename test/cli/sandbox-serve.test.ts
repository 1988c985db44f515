import { once } from "node:events";
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import * as z from "zod";
import { sandboxServeCommand } from "../../src/cli/commands/sandbox-serve.ts";
import { UserError } from "../../src/domain/fault.ts";

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
