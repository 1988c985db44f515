import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";

import { locate } from "./locate.ts";
import { releaseOwnership, takeOwnership } from "./owner.ts";
import { processStart } from "./process-identity.ts";
import { stopEmbeddedDatabase } from "./stop.ts";

/** Stops the embedded database and deletes its rows for good; the next join makes an empty one. */
export async function resetEmbeddedDatabase(dataDir: string): Promise<void> {
  const paths = locate(dataDir);
  if (!existsSync(paths.daemonDir)) return;
  const self = { pid: process.pid, startedAt: processStart(process.pid), socketFile: paths.socketFile };
  for (;;) {
    await stopEmbeddedDatabase(dataDir);
    // Deleting below a daemon that somebody starts meanwhile would damage both.
    const generation = takeOwnership(paths.daemonDir, self);
    if (generation === undefined) continue;
    try {
      await rm(paths.postgresDir, { recursive: true, force: true });
    } finally {
      releaseOwnership(paths.daemonDir, generation);
    }
    return;
  }
}
