import { lstat, mkdtemp, readdir, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { isProcessLive, type ProcessIdentity, processStart } from "../store/embedded/process-identity.ts";

/** The machine in a folder's name: of several that share a disk, each knows its own processes only. */
const host = encodeURIComponent(hostname()).slice(0, 64);

/** What a work folder is for: the beginning of its name. */
type WorkFolderPurpose = "workflow-source" | ".source-table";

/**
 * Makes a folder in `parent` that bears the name of this process. Those of the same purpose whose processes, of this
 * machine and user, ended without removing theirs are removed first.
 */
export async function makeWorkFolder(parent: string, purpose: WorkFolderPurpose): Promise<string> {
  // A folder that cannot be removed is in nobody's way.
  await removeAbandoned(parent, purpose).catch(() => undefined);
  const owner = { pid: process.pid, startedAt: processStart(process.pid) };
  return mkdtemp(join(parent, workFolderPrefix(purpose, owner)));
}

/** What the name of a process's work folder starts with, before six random characters. */
export function workFolderPrefix(
  purpose: WorkFolderPurpose,
  { pid, startedAt = "" }: ProcessIdentity,
  machine = host,
): string {
  return `${purpose}-${pid}@${encodeURIComponent(startedAt)}@${machine}@`;
}

async function removeAbandoned(parent: string, purpose: WorkFolderPurpose): Promise<void> {
  for (const entry of await readdir(parent, { withFileTypes: true })) {
    if (!entry.name.startsWith(`${purpose}-`)) continue;
    const owner = ownerOf(entry.name.slice(purpose.length + 1));
    // A link is no directory here, whatever it leads to.
    if (owner === null || !entry.isDirectory() || isProcessLive(owner)) continue;
    const folder = join(parent, entry.name);
    const { uid } = await lstat(folder);
    if (uid === (process.getuid?.() ?? uid)) await rm(folder, { recursive: true, force: true });
  }
}

/** Reads what follows the purpose in a work folder's name; null when it is none. */
function ownerOf(name: string): ProcessIdentity | null {
  const match = /^([1-9]\d*)@([^@]*)@([^@]*)@\w{6}$/.exec(name);
  if (match === null || match[3] !== host) return null;
  const [, pid, start = ""] = match;
  return { pid: Number(pid), startedAt: start === "" ? undefined : decodeURIComponent(start) };
}
