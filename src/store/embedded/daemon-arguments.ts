import * as z from "zod";

/** What a starter tells the daemon, as one JSON argument. */
export const DaemonArguments = z.object({
  realDataDir: z.string(),
  tmpDir: z.string(),
  idleMs: z.number().nonnegative(),
});
export type DaemonArguments = z.infer<typeof DaemonArguments>;

/** How a daemon ends that never served. */
export const daemonExitCodes = { lostRace: 3, startFailed: 4 } as const;
