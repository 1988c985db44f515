/** A whole count with separated thousands: `12,345`. Intl does the same, and loading its data is a tenth of what `status` takes. */
export function formatCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/** A count of things: `1 part`, `12,345 parts`. */
export function formatCounted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}
