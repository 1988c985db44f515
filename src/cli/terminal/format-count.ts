/** A whole count with separated thousands: `12,345`. Intl does the same, and its data take longer to load than `status`. */
export function formatCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(?:\d{3})+$)/g, ",");
}
