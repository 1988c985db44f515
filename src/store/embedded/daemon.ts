/** The process that owns the embedded database; `spawnDaemon` starts it. */
import { DaemonArguments, daemonExitCodes } from "./daemon-arguments.ts";
import { daemonPaths } from "./daemon-paths.ts";
import { isStillOwner, takeOwnership, type Owner } from "./owner.ts";
import { processStart } from "./process-identity.ts";

const { realDataDir, tmpDir, idleMs } = DaemonArguments.parse(JSON.parse(process.argv[2] ?? "{}"));
// The folder of whoever started it must stay removable, and unmountable.
process.chdir("/");

const paths = daemonPaths(realDataDir, tmpDir);
const owner: Owner = {
  pid: process.pid,
  startedAt: processStart(process.pid),
  socketFile: paths.socketFile,
};
const generation = takeOwnership(paths.daemonDir, owner);
if (generation === undefined) process.exit(daemonExitCodes.lostRace);

try {
  // Loading PGlite costs more than everything before it; the losers of a race never do.
  const { serve } = await import("./serve.ts");
  await serve(paths, idleMs, () => isStillOwner(paths.daemonDir, generation, owner));
} catch (cause) {
  console.error(new Date().toISOString(), process.pid, "could not start", cause);
  process.exit(daemonExitCodes.startFailed);
}
