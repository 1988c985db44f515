import type { TruePart } from "../catalogue/true-part.ts";
import { productId } from "./product-number.ts";
import { stableFraction } from "./stable-hash.ts";

/** One step of a price ladder as the API prints it; prices in the answer's currency. */
export interface PriceBreak {
  readonly BreakQuantity: number;
  readonly UnitPrice: number;
  readonly TotalPrice: number;
}

/** Resistors and capacitors: cents apiece where everything else costs up to dollars. */
const passiveRootCategories: ReadonlySet<number> = new Set([2, 3]);

/** A simulated ladder: the unit price starts at the part's own base and falls by a third per decade of quantity. */
export function priceBreaks(part: TruePart, quantities: readonly number[]): PriceBreak[] {
  const base = basePrice(part);
  return quantities.map((quantity) => {
    const unitPrice = round(base * (2 / 3) ** Math.log10(quantity), 5);
    return { BreakQuantity: quantity, UnitPrice: unitPrice, TotalPrice: round(unitPrice * quantity, 2) };
  });
}

function basePrice(part: TruePart): number {
  const root = part.category[0];
  const [least, factor] = root !== undefined && passiveRootCategories.has(root.id) ? [0.1, 6] : [0.25, 40];
  return round(least * factor ** stableFraction(productId(part), "price"), 2);
}

function round(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}
