import { type Session, openSession } from "../app/open-session.ts";
import type { Executor, PortLine } from "../app/executor.ts";
import type { Need } from "../app/need.ts";
import type { RulesetChange } from "../app/ruleset-keeper.ts";
import type { ExitCode } from "../domain/fault.ts";
import type { Context } from "./context.ts";
import { runDisplay } from "./run-display.ts";
import type { SymbolName } from "./terminal/symbol.ts";

/** What a command needs that may open a batch. */
export const needsOfNewBatches = ["source", "rules"] as const satisfies readonly Need[];

/**
 * Opens a session, says what stands behind its ports, and shows what goes on until the action is over. What is not
 * needed and cannot be used is warned of.
 *
 * @throws {UserError} when something that is needed cannot be used.
 */
export async function withSession(
  context: Context,
  needs: readonly Need[],
  action: (session: Session) => Promise<ExitCode>,
): Promise<ExitCode> {
  const display = runDisplay(context);
  try {
    await using session = await openSession({
      config: context.resolved.values,
      trigger: "cli",
      needs,
      log: context.log,
      signal: context.shell.signal,
      observer: display,
      onStarting: () =>
        context.note("database", "starting the embedded database (a few seconds the first time)"),
      onRulesChange: (change) => noteRulesChange(context, change),
      onStale: (problem) => {
        context.note("warning", `${problem}: refresh it, or raise WORKFLOW_SOURCE_MAX_AGE_HOURS.`);
      },
    });
    await noteDescriptions(context, session);
    return await action(session);
  } finally {
    display.stop();
  }
}

/** Says what has become of rules that were edited while the session goes on, each ruleset as its line names it. */
function noteRulesChange(context: Context, change: RulesetChange): void {
  const hash = change.hash.slice(0, 8);
  switch (change.kind) {
    case "adopted":
      context.note(
        "rules",
        `rules    edited: the next batch takes ${hash} in place of ${change.before.slice(0, 8)}`,
      );
      return;
    case "rejected":
      context.note(
        "warning",
        `rules    edited, and cannot be used; ${hash} stays: ${change.problem.replaceAll(/\s+/g, " ")}`,
      );
  }
}

/** Says what stands behind an executor. */
export async function noteDescriptions(context: Context, executor: Executor): Promise<void> {
  for (const { port, text, isUsable } of await executor.describe()) {
    context.note(isUsable ? portSymbols[port] : "warning", `${port.padEnd(8)} ${text}`);
  }
}

const portSymbols = {
  database: "database",
  source: "source",
  provider: "provider",
  rules: "rules",
  runtime: "start",
} as const satisfies Record<PortLine["port"], SymbolName>;
