import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { connect, credentials } from "./sandbox-client.ts";

const entry = fileURLToPath(new URL("../../../src/sandbox/digikey-server/serve-process.ts", import.meta.url));

describe("the server as a process", () => {
  it.each(["stdin", "SIGTERM"])("says where it listens, answers, and ends on %s", async (ending) => {
    const options = JSON.stringify({ ...credentials, limits: { perMinute: null, perDay: null } });
    const child = spawn(process.execPath, ["--import", "tsx", entry, options], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const exited = once(child, "exit");
    try {
      const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
      const first = z.object({ value: z.string() }).parse(await lines.next());
      const { baseUrl } = z.object({ baseUrl: z.string() }).parse(JSON.parse(first.value));
      const client = await connect(baseUrl);
      expect((await client.keyword({ Keywords: "RC0805" })).status).toBe(200);
      expect(await (await fetch(`${baseUrl}/sandbox/stats`)).json()).toMatchObject({
        calls: 1,
        tokensIssued: 1,
      });
      if (ending === "stdin") child.stdin.end();
      else child.kill("SIGTERM");
      expect((await exited)[0]).toBe(0);
    } finally {
      child.kill("SIGKILL");
    }
  });
});
