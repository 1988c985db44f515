import { checkTest, type Parameters } from "./check-test.ts";
import type { Condition, ConditionGroup } from "./condition.ts";
import { isJsonObject, type JsonObject } from "./json-object.ts";
import type { ProblemList } from "./problem-list.ts";
import { cut, didYouMean, type JsonPath, type Report } from "./ruleset-problem.ts";

/** Turns a condition as written into one with its names and thresholds filled in; null when it was reported. */
export type ResolveCondition = (raw: unknown, path: JsonPath) => ConditionGroup | null;

interface Context {
  readonly written: ReadonlyMap<string, unknown>;
  readonly parameters: Parameters;
  readonly problems: ProblemList;
  readonly resolved: Map<string, ConditionGroup | null>;
  /** The named conditions that are being resolved, outermost first. */
  readonly open: string[];
}

const maxNesting = 32;
const groupKeys = ["all", "any", "not", "condition"] as const;
const testKeys = ["fact", "operator", "value"] as const;
const shapeKeys = [...groupKeys, ...testKeys];
const shapeText = "exactly one of all, any, not, condition, or a test of fact, operator and value";

/** Checks every named condition once, used or not, and returns the resolver for the conditions of rules. */
export function conditionResolver(
  conditions: JsonObject,
  parameters: Parameters,
  problems: ProblemList,
): ResolveCondition {
  const written = new Map(Object.entries(conditions));
  const context: Context = { written, parameters, problems, resolved: new Map(), open: [] };
  for (const name of written.keys()) resolveNamed(name, ["conditions", name], context);
  return (raw, path) => resolveTop(raw, path, context);
}

/** The engine wants a group at the top of a rule, so that is what rules and named conditions have to be. */
function resolveTop(raw: unknown, path: JsonPath, context: Context): ConditionGroup | null {
  const condition = resolve(raw, path, context);
  if (condition === null) return null;
  if (!("fact" in condition)) return condition;
  context.problems.report(path, 'a single test stands inside a group: write { "all": [ … ] } around it');
  return null;
}

function resolve(raw: unknown, path: JsonPath, context: Context): Condition | null {
  if (!isJsonObject(raw)) {
    context.problems.report(path, `a condition is an object with ${shapeText}`);
    return null;
  }
  if (context.problems.isFull()) return null;
  const kind = kindOf(raw, path, context.problems.report);
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
      return checkTest(raw, path, context.parameters, context.problems.report);
    case null:
      return null;
  }
}

/** Which of the five shapes a condition has. The engine itself would use one key and ignore the others. */
function kindOf(raw: JsonObject, path: JsonPath, report: Report): (typeof groupKeys)[number] | "test" | null {
  const stray = Object.keys(raw).filter((key) => !shapeKeys.some((known) => known === key));
  for (const key of stray) report([...path, key], strayKey(key), "key");
  const isTest = testKeys.some((key) => Object.hasOwn(raw, key));
  const kinds = [
    ...groupKeys.filter((key) => Object.hasOwn(raw, key)),
    ...(isTest ? (["test"] as const) : []),
  ];
  const [kind] = kinds;
  if (kind !== undefined && kinds.length === 1) return kind;
  // A misspelt key was reported above, and is all there is to say.
  if (kinds.length === 0 && stray.length > 0) return null;
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
    context.problems.report(
      path,
      "this must be a list of at least one condition; an empty one would always be true",
    );
    return null;
  }
  const items = raw.map((item: unknown, index) => resolve(item, [...path, index], context));
  const sound = items.filter((item) => item !== null);
  return sound.length === items.length ? sound : null;
}

function resolveReference(raw: unknown, path: JsonPath, context: Context): ConditionGroup | null {
  if (typeof raw !== "string") {
    context.problems.report(path, "this must be the name of a condition");
    return null;
  }
  return resolveNamed(raw, path, context);
}

/** The content of a named condition; `path` is where its name stands. */
function resolveNamed(name: string, path: JsonPath, context: Context): ConditionGroup | null {
  const { written, resolved, open } = context;
  const { report } = context.problems;
  if (!written.has(name)) {
    report(path, `no named condition "${cut(name)}".${didYouMean(name, written.keys())}`);
    return null;
  }
  if (open.includes(name)) {
    report(path, `the condition refers to itself: ${[...open.slice(open.indexOf(name)), name].join(" → ")}`);
    return null;
  }
  if (open.length >= maxNesting) {
    report(path, `named conditions stand in each other more than ${maxNesting} deep`);
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
