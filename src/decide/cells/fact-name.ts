import type { Facts } from "../../domain/decision.ts";
import { factCatalogue } from "../fact-catalogue.ts";

export type FactName = keyof Facts;

/** What a fact can hold; which of these, the catalogue says. */
export type FactValue = string | number | boolean | undefined;

/** Whether the catalogue has a fact of this name. */
export function isFactName(name: string): name is FactName {
  return factCatalogue.has(name);
}
