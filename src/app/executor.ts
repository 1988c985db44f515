import type { ReplayRequest } from "../domain/replay-request.ts";
import type { RunRequest } from "../domain/run-request.ts";
import type { Ledger } from "../store/ledger.ts";
import type { EndedRun } from "../workflow/ended-run.ts";
import type { ReplayReceipt } from "../workflow/payloads.ts";

/** Where runs can be made: in this process, or on Trigger.dev. */
export const executorNames = ["local", "trigger"] as const;

/** What stands behind one port, in one line. */
export interface PortLine {
  readonly port: "database" | "source" | "provider" | "rules" | "runtime";
  readonly text: string;
  /** False where it cannot be used now, which keeps nothing from going on that does not need it. */
  readonly isUsable: boolean;
}

/** Makes runs and replays, wherever; what they did is read from its ledger. Dispose it when they are over. */
export interface Executor extends AsyncDisposable {
  readonly ledger: Ledger;
  /**
   * What stands behind it.
   *
   * @throws {UserError} when something that it cannot do without cannot be used.
   */
  describe(): Promise<readonly PortLine[]>;
  run(request: RunRequest): Promise<EndedRun>;
  replay(request: ReplayRequest, requestedBy: string): Promise<ReplayReceipt>;
}
