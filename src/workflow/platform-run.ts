/** What the owners of leases begin with that are runs on Trigger.dev. */
export const runOwnerPrefix = "trigger.dev/";

/** Begins the tag by which a run on Trigger.dev tells which run of the ledger it is. */
export const runTagPrefix = "run_";

/** The tag of a run's identity; it names the run before its id on the platform is known. */
export function runTag(runId: string): string {
  return `${runTagPrefix}${runId}`;
}

/** In whose name a run on Trigger.dev holds what it has in work. */
export function platformOwner(platformRunId: string): string {
  return `${runOwnerPrefix}${platformRunId}`;
}

/** The run on Trigger.dev that holds something; null where a process does. */
export function platformRunOf(owner: string): string | null {
  return owner.startsWith(runOwnerPrefix) ? owner.slice(runOwnerPrefix.length) : null;
}
