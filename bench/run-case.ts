import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { z } from "zod";

/**
 * Runs one case in a process of its own, so that peak memory and processor time are its alone. The case reads its
 * options as JSON from its first argument and prints its result as JSON.
 */
export async function runCase<Result>(
  name: string,
  options: unknown,
  schema: z.ZodType<Result>,
): Promise<Result> {
  const file = fileURLToPath(new URL(`cases/${name}.ts`, import.meta.url));
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--import", "tsx", file, JSON.stringify(options)],
    { maxBuffer: 64 * 1024 * 1024 },
  );
  return schema.parse(JSON.parse(stdout));
}
