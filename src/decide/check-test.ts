import type { ConditionTest } from "./condition.ts";
import {
  factCatalogue,
  factValueProblem,
  operators,
  type FactSpec,
  type OperatorName,
} from "./fact-catalogue.ts";
import { isJsonObject, type JsonObject } from "./json-object.ts";
import { cut, didYouMean, type JsonPath, type Report } from "./ruleset-problem.ts";

/** The thresholds by name; null for one that is declared with an unusable value, which is reported elsewhere. */
export type Parameters = ReadonlyMap<string, number | null>;

/** What people write for an operator when they know other languages. */
const synonyms: ReadonlyMap<string, OperatorName> = new Map<string, OperatorName>([
  ["=", "equal"],
  ["==", "equal"],
  ["===", "equal"],
  ["eq", "equal"],
  ["is", "equal"],
  ["!=", "notEqual"],
  ["!==", "notEqual"],
  ["ne", "notEqual"],
  ["<", "lessThan"],
  ["lt", "lessThan"],
  ["below", "lessThan"],
  ["<=", "lessThanInclusive"],
  ["lte", "lessThanInclusive"],
  ["atMost", "lessThanInclusive"],
  ["lessThanOrEqual", "lessThanInclusive"],
  [">", "greaterThan"],
  ["gt", "greaterThan"],
  ["above", "greaterThan"],
  [">=", "greaterThanInclusive"],
  ["gte", "greaterThanInclusive"],
  ["atLeast", "greaterThanInclusive"],
  ["greaterThanOrEqual", "greaterThanInclusive"],
]);

/** A comparison as written, checked against the fact catalogue; null when something was reported. */
export function checkTest(
  raw: JsonObject,
  path: JsonPath,
  parameters: Parameters,
  report: Report,
): ConditionTest | null {
  const fact = checkFact(raw["fact"], [...path, "fact"], report);
  const operator = checkOperator(raw["operator"], fact, [...path, "operator"], report);
  const value = checkValue(raw["value"], fact?.spec ?? null, operator, [...path, "value"], {
    parameters,
    report,
  });
  return fact === null || operator === null || value === null ? null : { fact: fact.name, operator, value };
}

interface KnownFact {
  readonly name: string;
  readonly spec: FactSpec;
}

function checkFact(raw: unknown, path: JsonPath, report: Report): KnownFact | null {
  if (typeof raw !== "string") {
    report(path, "a test needs the name of a fact here");
    return null;
  }
  const spec = factCatalogue.get(raw);
  if (spec !== undefined) return { name: raw, spec };
  const known = [...factCatalogue.keys()];
  report(path, `unknown fact "${cut(raw)}".${didYouMean(raw, known)} Known facts: ${known.join(", ")}`);
  return null;
}

function checkOperator(
  raw: unknown,
  fact: KnownFact | null,
  path: JsonPath,
  report: Report,
): OperatorName | null {
  if (typeof raw !== "string") {
    report(path, "a test needs an operator here");
    return null;
  }
  const legal = fact?.spec.operators ?? operators;
  const operator = legal.find((name) => name === raw);
  if (operator !== undefined) return operator;
  const allowed = `Allowed: ${legal.join(", ")}`;
  if (fact !== null && operators.some((name) => name === raw)) {
    report(path, `"${raw}" cannot test ${fact.name}. ${allowed}`);
  } else {
    const meant = synonyms.get(raw);
    const hint = meant === undefined ? didYouMean(raw, legal) : ` Did you mean "${meant}"?`;
    report(path, `unknown operator "${cut(raw)}".${hint} ${allowed}`);
  }
  return null;
}

/** The literal value a fact is compared with; `spec` and `operator` are null when they were reported before. */
function checkValue(
  raw: unknown,
  spec: FactSpec | null,
  operator: OperatorName | null,
  path: JsonPath,
  context: { readonly parameters: Parameters; readonly report: Report },
): unknown {
  if (raw === undefined) {
    context.report(path, "a test needs a value here");
    return null;
  }
  if (isJsonObject(raw)) return checkParameter(raw, spec, path, context);
  if (spec === null) return raw;
  if (operator !== "in" && operator !== "notIn") return checkLiteral(raw, spec, path, context.report);
  if (!Array.isArray(raw) || raw.length === 0) {
    context.report(path, `"${operator}" needs a list of at least one value`);
    return null;
  }
  const items = raw.map((item: unknown, index) => checkLiteral(item, spec, [...path, index], context.report));
  return items.includes(null) ? null : items;
}

function checkParameter(
  raw: JsonObject,
  spec: FactSpec | null,
  path: JsonPath,
  { parameters, report }: { readonly parameters: Parameters; readonly report: Report },
): unknown {
  const name = raw["param"];
  if (typeof name !== "string" || Object.keys(raw).length !== 1) {
    const hint = "fact" in raw ? "; two facts cannot be compared with each other" : "";
    report(path, `a value is a literal or { "param": "name" }${hint}`);
    return null;
  }
  const value = parameters.get(name);
  if (value === undefined) {
    report(
      [...path, "param"],
      `no threshold "${cut(name)}" in params.${didYouMean(name, parameters.keys())}`,
    );
    return null;
  }
  const problem = spec === null || value === null ? null : factValueProblem(spec, value);
  if (problem === null) return value;
  report([...path, "param"], `the threshold "${name}" ${problem}`);
  return null;
}

function checkLiteral(raw: unknown, spec: FactSpec, path: JsonPath, report: Report): unknown {
  const problem = factValueProblem(spec, raw);
  if (problem === null) return raw;
  report(path, `the value ${problem}.${literalHint(spec, raw)}`);
  return null;
}

function literalHint(spec: FactSpec, raw: unknown): string {
  if (typeof raw === "string") {
    if (spec.type === "choice") return didYouMean(raw, spec.values);
    const meant = raw.trim() === "" ? Number.NaN : Number(raw);
    return factValueProblem(spec, meant) === null ? ` Did you mean ${meant} without quotes?` : "";
  }
  const isPercentage = spec.type === "score" && typeof raw === "number" && raw > 1 && raw <= 100;
  return isPercentage ? ` Did you mean ${raw / 100}?` : "";
}
