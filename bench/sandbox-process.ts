import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import * as z from "zod";

/** The sandbox provider in a process of its own. */
export interface SandboxProcess extends AsyncDisposable {
  readonly baseUrl: string;
  /** Product calls that arrived so far, and the most there were at a time. */
  calls(): Promise<{ calls: number; maxInFlight: number }>;
}

export const sandboxCredentials = { clientId: "bench", clientSecret: "bench-secret" };

const entry = fileURLToPath(new URL("../src/sandbox/digikey-server/serve-process.ts", import.meta.url));
const Started = z.object({ baseUrl: z.string() });
const Stats = z.object({ calls: z.number(), maxInFlight: z.number() });

/** Starts it without faults or limits; every answer takes `latencyMs`. */
export async function startSandboxProcess(latencyMs: number): Promise<SandboxProcess> {
  const options = { ...sandboxCredentials, latencyMs, limits: { perMinute: null, perDay: null } };
  const child = spawn(process.execPath, ["--import", "tsx", entry, JSON.stringify(options)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const first = z.object({ value: z.string() }).parse(await lines.next());
  const { baseUrl } = Started.parse(JSON.parse(first.value));
  return {
    baseUrl,
    calls: async () => Stats.parse(await (await fetch(`${baseUrl}/sandbox/stats`)).json()),
    async [Symbol.asyncDispose]() {
      const exited = once(child, "exit");
      child.stdin.end();
      await exited;
    },
  };
}
