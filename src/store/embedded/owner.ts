import { linkSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";

import { errorCode, isMissing } from "../connection/error-code.ts";
import { isProcessLive } from "./process-identity.ts";

/** The process that may open the data folder, and the socket on which it serves. */
export const Owner = z.object({
  pid: z.int().positive(),
  startedAt: z.string().optional(),
  socketFile: z.string(),
});
export type Owner = z.infer<typeof Owner>;

const released = "released";

function generations(daemonDir: string): number[] {
  return readdirSync(daemonDir)
    .flatMap((name) => /^owner\.(\d+)$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => b - a);
}

function generationFile(daemonDir: string, generation: number): string {
  return join(daemonDir, `owner.${generation}`);
}

/** Undefined when the file names nobody: released, or torn by a power cut, which no process survives. */
function parseOwner(text: string): Owner | undefined {
  try {
    return Owner.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Reads the highest generation; one that a successor removes between listing and reading is read again. */
function topGeneration(daemonDir: string): { generation: number; owner: Owner | undefined } {
  for (;;) {
    const generation = generations(daemonDir)[0];
    if (generation === undefined) return { generation: 0, owner: undefined };
    try {
      return { generation, owner: parseOwner(readFileSync(generationFile(daemonDir, generation), "utf8")) };
    } catch (cause) {
      if (!isMissing(cause)) throw cause;
    }
  }
}

/** The process that holds the data folder now, undefined when nobody does. */
export function liveOwner(daemonDir: string): Owner | undefined {
  try {
    const { owner } = topGeneration(daemonDir);
    return owner !== undefined && isProcessLive(owner) ? owner : undefined;
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    throw cause;
  }
}

/** Whether `owner` still holds `generation`: its file may have gone together with the data folder. */
export function isStillOwner(daemonDir: string, generation: number, owner: Owner): boolean {
  try {
    return parseOwner(readFileSync(generationFile(daemonDir, generation), "utf8"))?.pid === owner.pid;
  } catch (cause) {
    return !isMissing(cause);
  }
}

/**
 * Tries to become the one owner of the data folder and returns the generation, undefined when a live process has it.
 *
 * Generations only grow: linking the next number is atomic, so of several starters that see a dead owner one gets
 * it. Deleting a stale file and making it anew would let a slow starter delete the file of a fast one.
 */
export function takeOwnership(daemonDir: string, owner: Owner): number | undefined {
  const claim = join(daemonDir, `claim.${owner.pid}`);
  rmSync(claim, { force: true });
  writeFileSync(claim, JSON.stringify(owner));
  try {
    for (;;) {
      const top = topGeneration(daemonDir);
      if (top.owner !== undefined && isProcessLive(top.owner)) return undefined;
      const mine = top.generation + 1;
      try {
        linkSync(claim, generationFile(daemonDir, mine));
      } catch (cause) {
        if (errorCode(cause) === "EEXIST") continue;
        throw cause;
      }
      // A starter that listed the folder long ago can link a number that others have grown past and removed.
      if ((generations(daemonDir)[0] ?? 0) > mine) {
        rmSync(generationFile(daemonDir, mine), { force: true });
        continue;
      }
      removeGenerationsBelow(daemonDir, mine);
      return mine;
    }
  } finally {
    rmSync(claim, { force: true });
  }
}

/** Gives the data folder up while the owning process lives on. */
export function releaseOwnership(daemonDir: string, generation: number): void {
  writeFileSync(generationFile(daemonDir, generation + 1), released);
  removeGenerationsBelow(daemonDir, generation + 1);
}

function removeGenerationsBelow(daemonDir: string, generation: number): void {
  for (const lower of generations(daemonDir)) {
    if (lower < generation) rmSync(generationFile(daemonDir, lower), { force: true });
  }
}
