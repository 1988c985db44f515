import { exitCodes, UserError } from "../domain/fault.ts";

const hourMs = 3_600_000;
const unitMs: Readonly<Record<string, number>> = { h: hourMs, d: 24 * hourMs, w: 7 * 24 * hourMs };

/**
 * Reads the start of a period: so long before `now` (`90d`, `12h`, `4w`), or a date (`2026-11-01`, midnight UTC).
 *
 * @throws {UserError} unless it is one of these, and in the past.
 */
export function parseSince(text: string, now: Date): Date {
  const [, amount, unit] = /^(\d{1,5})([hdw])$/.exec(text.trim()) ?? [];
  const length = unitMs[unit ?? ""];
  const since =
    length !== undefined ? new Date(now.getTime() - Number(amount) * length) : dateOf(text.trim());
  if (since !== null && since.getTime() < now.getTime()) return since;
  throw new UserError(
    exitCodes.usage,
    `--since ${text}: give how far back to look, such as 90d, 12h or 4w, or a past date such as 2026-11-01.`,
  );
}

function dateOf(text: string): Date | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const date = new Date(`${text}T00:00:00Z`);
  // JavaScript reads the 31st of a shorter month as the 1st of the next.
  return Number.isNaN(date.getTime()) || !date.toISOString().startsWith(text) ? null : date;
}
