/** The calendar day of a moment in a timezone, `YYYY-MM-DD`; a day is a calendar day, also when clocks change. */
export function businessDay(at: Date, timezone: string): string {
  return new Intl.DateTimeFormat("en-CA", {
    timeZone: timezone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).format(at);
}
