import type { Executor } from "../app/executor.ts";
import { openRemote } from "../app/open-remote.ts";
import type { Need } from "../app/need.ts";
import type { ExitCode } from "../domain/fault.ts";
import type { Context } from "./context.ts";
import { followDisplay } from "./follow-display.ts";
import { noteDescriptions, withSession } from "./with-session.ts";

/** Whether runs and replays are made on Trigger.dev: a key is set, and this process was not asked for. */
export function isRemote({ resolved }: Context, options: { readonly local?: true }): boolean {
  return options.local !== true && resolved.values.triggerSecretKey !== null;
}

/**
 * Opens what makes the runs, here or on Trigger.dev, and shows what goes on until the action is over. What is needed is
 * needed here only: workers have a source and rules of their own.
 */
export async function withExecutor(
  context: Context,
  options: { readonly local?: true },
  needs: readonly Need[],
  action: (executor: Executor) => Promise<ExitCode>,
): Promise<ExitCode> {
  if (!isRemote(context, options)) return withSession(context, needs, action);
  const display = followDisplay(context);
  try {
    await using executor = await openRemote({
      config: context.resolved.values,
      signal: context.shell.signal,
      observer: display,
    });
    await noteDescriptions(context, executor);
    return await action(executor);
  } finally {
    display.stop();
  }
}
