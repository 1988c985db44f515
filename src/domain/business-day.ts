import * as z from "zod";

const expectation = "give a day of the calendar from 2000 on, such as 2026-11-20";

/** A business day that somebody names, `YYYY-MM-DD`; years that only a slip can mean are refused. */
export const BusinessDay = z.iso
  .date({ error: expectation, abort: true })
  .refine((day) => day >= "2000-01-01", expectation);

/** The calendar day of a moment in a timezone, `YYYY-MM-DD`; a day is a calendar day, also when clocks change. */
export function businessDay(at: Date, timezone: string): string {
  return new Intl.DateTimeFormat("en-CA", {
    timeZone: timezone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).format(at);
}
