import { checkTest, type Parameters } from "./check-test.ts";
import type { Condition, ConditionGroup } from "./condition.ts";
import { isJsonObject, type JsonObject } from "./json-object.ts";
import { didYouMean, type JsonPath, type Report } from "./ruleset-problem.ts";

/** Turns a condition as written into one with its names and thresholds filled in; null when it was reported. */
export type ResolveCondition = (raw: unknown, path: JsonPath) => ConditionGroup | null;

interface Context {
  readonly written: ReadonlyMap<string, unknown>;
  readonly parameters: Parameters;
  readonly report: Report;
  readonly resolved: Map<string, ConditionGroup | null>;
  /** The named conditions that are being resolved, outermost first. */
  readonly open: string[];
}

const groupKeys = ["all", "any", "not", "condition"] as const;
const testKeys = ["fact", "operator", "value"] as const;
const shapeKeys = [...groupKeys, ...testKeys];
const shapeText = "exactly one of all, any, not, condition, or a test of fact, operator and value";

/** Checks every named condition once, used or not, and returns the resolver for the conditions of rules. */
export function conditionResolver(
  conditions: JsonObject,
  parameters: Parameters,
  report: Report,
): ResolveCondition {
  const written = new Map(Object.entries(conditions));
  const context: Context = { written, parameters, report, resolved: new Map(), open: [] };
  for (const name of written.keys()) resolveNamed(name, ["conditions", name], context);
  return (raw, path) => resolveTop(raw, path, context);
}

/** The engine wants a group at the top of a rule, so that is what rules and named conditions have to be. */
function resolveTop(raw: unknown, path: JsonPath, context: Context): ConditionGroup | null {
  const condition = resolve(raw, path, context);
  if (condition === null) return null;
  if (!("fact" in condition)) return condition;
  context.report(path, 'a single test stands inside a group: write { "all": [ … ] } around it');
  return null;
}

function resolve(raw: unknown, path: JsonPath, context: Context): Condition | null {
  if (!isJsonObject(raw)) {
    context.report(path, `a condition is an object with ${shapeText}`);
    return null;
  }
  const kind = kindOf(raw, path, context.report);
  switch (kind) {
    case "all": {
      const all = resolveList(raw[kind], [...path, kind], context);
      return all && { all };
    }
    case "any": {
      const any = resolveList(raw[kind], [...path, kind], context);
      return any && { any };
    }
    case "not": {
      const not = resolve(raw[kind], [...path, kind], context);
      return not && { not };
    }
    case "condition":
      return resolveReference(raw[kind], [...path, kind], context);
    case "test":
      return checkTest(raw, path, context.parameters, context.report);
    case null:
      return null;
  }
}

/** Which of the five shapes a condition has. The engine itself would use one key and ignore the others. */
function kindOf(raw: JsonObject, path: JsonPath, report: Report): (typeof groupKeys)[number] | "test" | null {
  for (const key of Object.keys(raw)) {
    if (!shapeKeys.some((known) => known === key)) report([...path, key], strayKey(key));
  }
  const isTest = testKeys.some((key) => Object.hasOwn(raw, key));
  const kinds = [
    ...groupKeys.filter((key) => Object.hasOwn(raw, key)),
    ...(isTest ? (["test"] as const) : []),
  ];
  const [kind] = kinds;
  if (kind !== undefined && kinds.length === 1) return kind;
  const found = kinds.length === 0 ? "none of them" : kinds.join(" and ");
  report(path, `a condition has ${shapeText}; this one has ${found}`);
  return null;
}

function strayKey(key: string): string {
  switch (key) {
    case "priority":
      return "this key is not allowed: the order of the rules in the file is their priority";
    case "path":
    case "params":
      return "this key is not allowed: a test reads one fact as it is";
    default:
      return `this key is not allowed here.${didYouMean(key, shapeKeys)}`;
  }
}

function resolveList(raw: unknown, path: JsonPath, context: Context): Condition[] | null {
  if (!Array.isArray(raw) || raw.length === 0) {
    context.report(path, "this must be a list of at least one condition; an empty one would always be true");
    return null;
  }
  const items = raw.map((item: unknown, index) => resolve(item, [...path, index], context));
  const sound = items.filter((item) => item !== null);
  return sound.length === items.length ? sound : null;
}

function resolveReference(raw: unknown, path: JsonPath, context: Context): ConditionGroup | null {
  if (typeof raw !== "string") {
    context.report(path, "this must be the name of a condition");
    return null;
  }
  return resolveNamed(raw, path, context);
}

/** The content of a named condition; `path` is where its name stands. */
function resolveNamed(name: string, path: JsonPath, context: Context): ConditionGroup | null {
  const { written, resolved, open, report } = context;
  if (!written.has(name)) {
    report(path, `no named condition "${name}".${didYouMean(name, written.keys())}`);
    return null;
  }
  if (open.includes(name)) {
    report(path, `the condition refers to itself: ${[...open.slice(open.indexOf(name)), name].join(" → ")}`);
    return null;
  }
  const known = resolved.get(name);
  if (known !== undefined) return known;
  open.push(name);
  const content = resolveTop(written.get(name), ["conditions", name], context);
  open.pop();
  const named = content && { ...content, name };
  resolved.set(name, named);
  return named;
}
