/** A whole count with separated thousands: `12,345`. Intl does the same, and loading its data is a tenth of what `status` takes. */
export function formatCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(?:\d{3})+$)/g, ",");
}
