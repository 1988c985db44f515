import { type Session, openSession } from "../app/open-session.ts";
import type { Executor } from "../app/executor.ts";
import type { ExitCode } from "../domain/fault.ts";
import type { Context } from "./context.ts";
import { runDisplay } from "./run-display.ts";
import type { SymbolName } from "./terminal/symbol.ts";

/** Opens a session, says what stands behind its ports, and shows what goes on until the action is over. */
export async function withSession(
  context: Context,
  action: (session: Session) => Promise<ExitCode>,
): Promise<ExitCode> {
  const display = runDisplay(context);
  try {
    await using session = await openSession({
      config: context.resolved.values,
      trigger: "cli",
      log: context.log,
      signal: context.shell.signal,
      observer: display,
      onStarting: () =>
        context.note("database", "starting the embedded database (a few seconds the first time)"),
      onStale: (problem) => {
        context.note("warning", `${problem}: refresh it, or raise source_max_age_hours.`);
      },
    });
    await noteDescriptions(context, session);
    return await action(session);
  } finally {
    display.stop();
  }
}

/** Says what stands behind an executor. */
export async function noteDescriptions(context: Context, executor: Executor): Promise<void> {
  for (const [name, description] of await executor.describe()) {
    context.note(portSymbols[name] ?? "start", `${name.padEnd(8)} ${description}`);
  }
}

const portSymbols: Readonly<Record<string, SymbolName>> = {
  database: "database",
  source: "source",
  provider: "provider",
  rules: "rules",
};
