import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type * as z from "zod";

/**
 * Runs one case in a process of its own, so that peak memory and processor time are its alone, compiled and with the
 * settings of the heap as the command line is. The case reads its options as JSON from its first argument and prints
 * its result as JSON.
 */
export async function runCase<Result>(
  name: string,
  options: unknown,
  schema: z.ZodType<Result>,
): Promise<Result> {
  const compiled = await runNode([pathTo("compile-case.mjs"), name]);
  const heap = ["--import", pathTo("../bin/small-heap.mjs")];
  return schema.parse(JSON.parse(await runNode([...heap, compiled.trim(), JSON.stringify(options)])));
}

async function runNode(parameters: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [...parameters], {
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
}

const pathTo = (file: string) => fileURLToPath(new URL(file, import.meta.url));
