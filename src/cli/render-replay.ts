import type { ConfigChange } from "../config/config-changes.ts";
import { seedName } from "../config/parameter-table.ts";
import type { ReplayOutcome } from "../store/replay-outcome.ts";
import type { LackingTasks } from "../workflow/payloads.ts";
import { formatCount } from "./terminal/format-count.ts";
import { symbol } from "./terminal/symbol.ts";
import type { Terminal } from "./terminal/terminal.ts";
import { wrap } from "./terminal/wrap.ts";

const indent = "   ";

/** What a replay did, in a few lines; the report of its batch follows. */
export function renderReplay(
  replay: ReplayOutcome,
  beyondLimit: number,
  terminal: Pick<Terminal, "colors" | "emoji" | "columns">,
): string {
  const failed = `${formatCount(replay.failed)} failed again${counts(replay.failedByClass)}`;
  const parts = [`${formatCount(replay.completed)} completed`, failed];
  if (replay.toReview > 0) parts.push(`${formatCount(replay.toReview)} sent to a person by the latest rules`);
  if (replay.open > 0) parts.push(`${formatCount(replay.open)} still open`);
  const lines = [`${formatCount(replay.selected)} run again: ${parts.join(" · ")}`];
  const left = Object.values(replay.skipped).reduce((sum, count) => sum + count, 0);
  if (left > 0) lines.push(`${formatCount(left)} left alone${counts(replay.skipped)}`);
  if (beyondLimit > 0) lines.push(beyondLimitText(beyondLimit));
  if (replay.superseded > 0)
    lines.push(`${formatCount(replay.superseded)} fallback tasks closed as superseded`);
  if (replay.leftToReviewers > 0)
    lines.push(
      `${formatCount(replay.leftToReviewers)} fallback tasks left to the reviewers who claimed them`,
    );
  const title = `replay ${replay.id}: ${replay.reason}`;
  return [
    ...wrap(`${symbol("fallback", terminal)} ${title}`, terminal.columns).map(terminal.colors.bold),
    ...lines.flatMap((line) => wrap(line, terminal.columns - indent.length)).map((line) => indent + line),
  ].join("\n");
}

/** That parts match which the limit leaves out. */
export function beyondLimitText(parts: number): string {
  return `${formatCount(parts)} more match, beyond --limit`;
}

/** What became of the manual tasks that a batch lacked, in lines of their own. */
export function lackingLines(
  lacking: LackingTasks | undefined,
  terminal: Pick<Terminal, "emoji" | "columns">,
): string[] {
  if (lacking === undefined) return [];
  const { filedTasks, refusal } = lacking;
  const filed = `${symbol("completed", terminal)} ${formatCount(filedTasks)} manual tasks filed that were lacking`;
  const refused = refusal === null ? [] : wrap(`${symbol("failed", terminal)} ${refusal}`, terminal.columns);
  return [...(filedTasks === 0 ? [] : [filed]), ...refused];
}

/** What differs from the day the batch was opened, for a note; null when nothing does. */
export function changesText(changes: readonly ConfigChange[]): string | null {
  if (changes.length === 0) return null;
  const named = changes.map(({ name, then, now }) => `${seedName(name)} ${String(then)} → ${String(now)}`);
  return `changed since the batch was opened: ${named.join(", ")}`;
}

/** Counts by reason or error class, in brackets; nothing for none. */
export function counts(byReason: Readonly<Record<string, number>>): string {
  const named = Object.entries(byReason).map(([reason, count]) => `${formatCount(count)} ${reason}`);
  return named.length === 0 ? "" : ` (${named.join(", ")})`;
}
