import { lstat, mkdtemp, readdir, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { isProcessLive, type ProcessIdentity, processStart } from "../store/embedded/process-identity.ts";

/** The machine in a folder's name: of several that share a disk, each knows its own processes only. */
const host = encodeURIComponent(hostname()).slice(0, 64);

/**
 * Makes a folder in `parent` that bears the name of this process, for copies of a source. Those of processes of this
 * machine and user that ended without removing theirs are removed first.
 */
export async function makeWorkFolder(parent: string): Promise<string> {
  // A folder that cannot be removed is in nobody's way.
  await removeAbandoned(parent).catch(() => undefined);
  return mkdtemp(join(parent, workFolderPrefix({ pid: process.pid, startedAt: processStart(process.pid) })));
}

/** What the name of a process's work folder starts with, before six random characters. */
export function workFolderPrefix({ pid, startedAt = "" }: ProcessIdentity, machine = host): string {
  return `workflow-source-${pid}@${encodeURIComponent(startedAt)}@${machine}@`;
}

async function removeAbandoned(parent: string): Promise<void> {
  for (const entry of await readdir(parent, { withFileTypes: true })) {
    const owner = ownerOf(entry.name);
    // A link is no directory here, whatever it leads to.
    if (owner === null || !entry.isDirectory() || isProcessLive(owner)) continue;
    const folder = join(parent, entry.name);
    const { uid } = await lstat(folder);
    if (uid === (process.getuid?.() ?? uid)) await rm(folder, { recursive: true, force: true });
  }
}

function ownerOf(name: string): ProcessIdentity | null {
  const match = /^workflow-source-([1-9]\d*)@([^@]*)@([^@]*)@\w{6}$/.exec(name);
  if (match === null || match[3] !== host) return null;
  const [, pid, start = ""] = match;
  return { pid: Number(pid), startedAt: start === "" ? undefined : decodeURIComponent(start) };
}
