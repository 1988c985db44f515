const thousands = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** A count with separated thousands: `12,345`. */
export function formatCount(count: number): string {
  return thousands.format(count);
}
