import type { Lifecycle } from "../../domain/product-data.ts";
import type { Product } from "./payloads.ts";

/** By id, because the texts are translated and reworded. */
const lifecycleById: ReadonlyMap<string, Lifecycle> = new Map([
  ["0", "active"],
  ["1", "obsolete"],
  ["2", "discontinued"],
  ["4", "last_time_buy"],
  ["7", "not_for_new_designs"],
]);

/** The lifecycle of a product. Its flags `Discontinued` and `EndOfLife` are not read: they are false on obsolete parts. */
export function lifecycle(status: Product["ProductStatus"]): Lifecycle {
  const known = lifecycleById.get(String(status?.Id));
  // No id of this status is known.
  return known ?? (/preliminary/i.test(status?.Status ?? "") ? "preliminary" : "unknown");
}
