import { statfsSync } from "node:fs";

import { exitCodes, UserError } from "../../domain/fault.ts";
import { errorCode } from "../connection/error-code.ts";

const reasons: ReadonlyMap<string, string> = new Map([
  ["EACCES", "may not be written by this user"],
  ["EPERM", "may not be written by this user"],
  ["EROFS", "is on a read-only file system"],
  ["ENOSPC", "is on a full disk"],
  ["EDQUOT", "is over its disk quota"],
  // What Node's recursive mkdir says on a read-only file system.
  ["ENOENT", "cannot be made there"],
  ["ENOTDIR", "lies below something that is not a folder"],
  ["EEXIST", "is not a folder"],
]);

// A new data folder has 39 MB and its first WAL segments grow beside it; later one segment has 16 MB.
const neededBytes = { create: 100e6, open: 32e6 };

/** Runs a piece of work on the data folder, and turns what a user can mend there into a UserError. */
export function withStorageFaults<T>(dataDir: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const reason = reasons.get(errorCode(cause) ?? "");
    if (reason === undefined) throw cause;
    throw new UserError(
      exitCodes.storage,
      `The data folder ${dataDir} ${reason}: make it writable, choose another data folder, or set DATABASE_URL.`,
      { cause },
    );
  }
}

/** Throws a UserError when the disk has no room for the database to start. */
export function requireFreeSpace(dataDir: string, purpose: keyof typeof neededBytes): void {
  const { bavail, bsize, blocks } = statfsSync(dataDir);
  const freeBytes = bavail * bsize;
  // Some network file systems report no blocks at all.
  if (blocks === 0 || freeBytes >= neededBytes[purpose]) return;
  throw new UserError(
    exitCodes.storage,
    `The disk of the data folder ${dataDir} is full: ${megabytes(freeBytes)} MB are free and the embedded database needs ${megabytes(neededBytes[purpose])} MB; make room, choose another data folder, or set DATABASE_URL.`,
  );
}

function megabytes(bytes: number): number {
  return Math.floor(bytes / 1e6);
}
