import { readQuantity, splitNumber, toQuantity } from "./quantity.ts";
import { readUnit } from "./unit.ts";

/**
 * What could be read from the text of a parameter, in base units (`10 kOhms` is 10000 `Ω`, `0.60mm` is 0.0006 `m`).
 *
 * - one number: `value`; `min` and `max` are null;
 * - a range: `min` and `max`; `value` is null. `±1%` is the range from -1 to 1;
 * - anything else, such as package codes, lists and sizes of more than one dimension: all null.
 */
export interface ParsedParameter {
  readonly value: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly unit: string | null;
  /** The circumstances, as written: `@ 100kHz`, `Typ`, `x2 Channels`. Null when there is no number. */
  readonly condition: string | null;
}

type Numbers = Omit<ParsedParameter, "condition">;

const unparsed: ParsedParameter = { value: null, min: null, max: null, unit: null, condition: null };

const noRange = { min: null, max: null };

/** Longer texts are prose: to read the head of one alone could misread it. */
const maxLength = 500;

/** Parameter types that declare a bare number to be one; without them `1206` may be a package. */
const numericHints: ReadonlySet<string> = new Set(["Integer", "Double"]);

/** `0.24"`, `4.00'`, `8.00µin`, `50°F`: then the metric value follows in parentheses. */
const imperial = /^[+-]?\d+(?:\.\d+)?(?:"|'|µin|°F)/;

/**
 * Reads the numbers in the text of a parameter; never throws.
 *
 * @param hint the provider's parameter type; only `Integer` and `Double` make a bare number a value.
 */
export function parseParameterText(text: string, hint?: string): ParsedParameter {
  if (text.length > maxLength) return unparsed;
  const { subject, circumstances } = splitAt(foldSymbols(text));
  const { outside, inside } = splitParentheses(subject);

  if (inside !== null && imperial.test(outside)) {
    const [metric = ""] = inside.split(",");
    const numbers = readNumbers(metric);
    const isMetric = numbers?.unit === "m" || numbers?.unit === "°C";
    return isMetric ? { ...numbers, condition: circumstances } : unparsed;
  }
  const isBareNumberMeant = inside === null && (circumstances !== null || numericHints.has(hint ?? ""));
  const numbers = readNumbers(outside) ?? (isBareNumberMeant ? readBareNumber(outside) : undefined);
  if (numbers === undefined) return unparsed;
  const conditions = [inside, circumstances].filter((condition) => condition !== null && condition !== "");
  return { ...numbers, condition: conditions.length === 0 ? null : conditions.join(" ") };
}

/** One spelling for white space, micro, ohm and minus. */
function foldSymbols(text: string): string {
  return text
    .replaceAll(/\s+/g, " ")
    .replaceAll("\u03BC", "µ")
    .replaceAll("\u2126", "Ω")
    .replaceAll("\u2212", "-")
    .trim();
}

/** `"18 mA @ 120 Hz"` → `"18 mA"` and `"@ 120 Hz"`. */
function splitAt(text: string): { subject: string; circumstances: string | null } {
  const at = text.indexOf("@");
  if (at === -1) return { subject: text, circumstances: null };
  return { subject: text.slice(0, at).trimEnd(), circumstances: text.slice(at) };
}

/** `"18V (Typ)"` → `"18V"` and `"Typ"`; more than one pair of parentheses stays where it is. */
function splitParentheses(text: string): { outside: string; inside: string | null } {
  const open = text.indexOf("(");
  if (open === -1 || text.indexOf(")") !== text.length - 1) return { outside: text, inside: null };
  return { outside: text.slice(0, open).trimEnd(), inside: text.slice(open + 1, -1).trim() };
}

/** The numbers with a unit in a text without conditions. */
function readNumbers(text: string): Numbers | undefined {
  return (
    readSymmetric(text) ?? readRange(text) ?? readSkewed(text) ?? readFractionTwin(text) ?? readSingle(text)
  );
}

/** `±20%`. */
function readSymmetric(text: string): Numbers | undefined {
  if (!text.startsWith("±")) return undefined;
  const limit = readQuantity(text.slice(1).trimStart());
  if (limit === undefined) return undefined;
  return toRange(0 - limit.value, limit.value, limit.unit);
}

/** `-55°C ~ 155°C`, and `4 ~ 20mA` where the first number borrows the unit of the second. */
function readRange(text: string): Numbers | undefined {
  const [left, right, ...more] = text.split("~").map((end) => splitNumber(end.trim()));
  if (left === undefined || right === undefined || more.length > 0) return undefined;
  const low = toQuantity(left.unit === "" ? { number: left.number, unit: right.unit } : left);
  const high = toQuantity(right);
  if (low === undefined || high?.unit !== low.unit) return undefined;
  return toRange(low.value, high.value, low.unit);
}

/** `0/ -450ppm/°C`: an upper and a lower limit, the unit written once. */
function readSkewed(text: string): Numbers | undefined {
  const [, upper, lower] = /^(\+?[\d.]+)\/ ?(-.+)$/.exec(text) ?? [];
  const low = lower === undefined ? undefined : splitNumber(lower);
  return upper === undefined || low === undefined
    ? undefined
    : readRange(`${low.number}${low.unit} ~ ${upper}${low.unit}`);
}

/** `0.1W, 1/10W`: one value, written again as a fraction. */
function readFractionTwin(text: string): Numbers | undefined {
  const [, decimal, fractionUnit] = /^([^,]+), ?\d+\/\d+ ?(\S+)$/.exec(text) ?? [];
  if (decimal === undefined || fractionUnit === undefined) return undefined;
  const single = readSingle(decimal);
  return single?.unit === readUnit(fractionUnit)?.symbol ? single : undefined;
}

function readSingle(text: string): Numbers | undefined {
  const quantity = readQuantity(text.trim());
  return quantity === undefined || quantity.unit === null ? undefined : { ...noRange, ...quantity };
}

function readBareNumber(text: string): Numbers | undefined {
  const quantity = readQuantity(text);
  return quantity?.unit === null ? { ...noRange, ...quantity } : undefined;
}

/** A range needs a unit and its ends in order; otherwise the text was something else. */
function toRange(min: number, max: number, unit: string | null): Numbers | undefined {
  return unit === null || min > max ? undefined : { value: null, min, max, unit };
}
