import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import * as z from "zod";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const Built = z.object({ externals: z.array(z.string()), tasks: z.array(z.string()) });

/** A built worker: what lies in its folder, and what the command line says about it. */
export type BuiltWorker = AsyncDisposable & z.infer<typeof Built> & { readonly folder: string };

/** Builds the worker offline, as `trigger.dev deploy` or `trigger.dev dev` does. */
export async function builtWorker(target: "deploy" | "dev"): Promise<BuiltWorker> {
  // Below the project, where the packages are found that are not bundled.
  const folder = await mkdtemp(join(root, "node_modules/.workflow-worker-"));
  const dispose = () => rm(folder, { recursive: true, force: true });
  try {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["test/support/build-worker.mjs", folder, target],
      { cwd: root, env: { ...process.env, TRIGGER_PROJECT_REF: "proj_offline" } },
    );
    const built = Built.parse(JSON.parse(stdout.trim().split("\n").at(-1) ?? ""));
    return { ...built, folder, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}
