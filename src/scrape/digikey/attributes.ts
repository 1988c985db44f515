import type { Attribute } from "../../domain/product-data.ts";
import { parseParameterText } from "../parameter-text.ts";
import { givenText } from "./given-text.ts";
import type { Classifications, Parameter, Product } from "./payloads.ts";

/** Names of the compliance attributes; DigiKey gives these as fields, without ids. */
const classifications = [
  { field: "RohsStatus", key: "dk:rohs", name: "RoHS Status" },
  { field: "ReachStatus", key: "dk:reach", name: "REACH Status" },
  { field: "MoistureSensitivityLevel", key: "dk:msl", name: "Moisture Sensitivity Level (MSL)" },
  { field: "ExportControlClassNumber", key: "dk:eccn", name: "ECCN" },
  { field: "HtsusCode", key: "dk:htsus", name: "HTSUS" },
] as const satisfies readonly { field: keyof Classifications; key: string; name: string }[];

/** The parameters and classifications of a product, each key once, without those that are not given. */
export function attributes(product: Product): readonly Attribute[] {
  const byKey = new Map<string, Attribute>();
  for (const parameter of product.Parameters ?? []) {
    const attribute = parameterAttribute(parameter);
    if (attribute !== null && !byKey.has(attribute.key)) byKey.set(attribute.key, attribute);
  }
  for (const { field, key, name } of classifications) {
    const rawText = givenText(product.Classifications?.[field]);
    if (rawText !== null) byKey.set(key, { key, name, rawText, ...withoutNumbers });
  }
  return [...byKey.values()];
}

/** The text of the first of these parameters that is given. */
export function parameterText(product: Product, ids: readonly number[]): string | null {
  for (const id of ids) {
    const parameter = product.Parameters?.find((candidate) => String(candidate.ParameterId) === String(id));
    const text = givenText(parameter?.ValueText);
    if (text !== null) return text;
  }
  return null;
}

/** Codes such as the tariff number look like numbers and are none. */
const withoutNumbers = { value: null, min: null, max: null, unit: null, condition: null } as const;

function parameterAttribute(parameter: Parameter): Attribute | null {
  const rawText = givenText(parameter.ValueText);
  if (rawText === null || parameter.ParameterId === null || parameter.ParameterId === undefined) return null;
  const key = `dk:${parameter.ParameterId}`;
  const hint = parameter.ParameterType ?? undefined;
  return {
    key,
    name: givenText(parameter.ParameterText) ?? key,
    rawText,
    ...parseParameterText(rawText, hint),
  };
}
