import { getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { tokenMistakes, withoutMistakes } from "./json-tokens.ts";
import type { JsonPath, Position, RulesetProblem } from "./ruleset-problem.ts";

/** A JSON text, read as far as it can be, that knows where everything in it stands. */
export interface JsonDocument {
  readonly file: string;
  readonly text: string;
  /** Undefined when the text is so far from JSON that its content can only be guessed. */
  readonly value: unknown;
  readonly problems: readonly RulesetProblem[];
  /** Where a value or its key stands, or the nearest thing around it when it is missing; null without a text. */
  locate(path: JsonPath, isAboutKey: boolean): Position | null;
}

/** Reads a JSON text with every mistake in it, not only the first. */
export function parseDocument(file: string, text: string): JsonDocument {
  const toPosition = positions(text);
  const problemAt = (offset: number, length: number, message: string): RulesetProblem => ({
    file,
    path: [],
    message,
    position: toPosition(offset, length),
  });
  const { mistakes, isTooDeep } = tokenMistakes(text);
  const found = mistakes.map(({ offset, length, message }) => problemAt(offset, length, message));
  if (isTooDeep) return unreadable(file, text, found);
  const errors: ParseError[] = [];
  const root = parseTree(withoutMistakes(text, mistakes), errors);
  const broken = errors.map((error) => problemAt(error.offset, error.length, syntaxMessage(error)));
  // A forgotten comma leaves no doubt of what was meant; other mistakes of structure do.
  const isReadable = errors.every(({ error }) => printParseErrorCode(error) === "CommaExpected");
  if (root === undefined || !isReadable) return unreadable(file, text, [...found, ...broken]);
  const repeated = repeatedKeys(root).map(({ node, firstOffset }) => {
    const { line } = toPosition(firstOffset, 0);
    const message = `this key stands on line ${line} already; only the last of the two would count`;
    return problemAt(node.offset, node.length, message);
  });
  return {
    file,
    text,
    value: getNodeValue(root),
    problems: [...found, ...broken, ...repeated],
    locate(path, isAboutKey) {
      const { offset, length } = nodeAt(root, path, isAboutKey);
      return toPosition(offset, length);
    },
  };
}

/** A document whose content is unknown, and why. */
export function unreadable(file: string, text: string, problems: readonly RulesetProblem[]): JsonDocument {
  return { file, text, value: undefined, problems, locate: () => null };
}

function syntaxMessage({ error }: ParseError): string {
  const said = new Map([
    ["PropertyNameExpected", "a name in double quotes belongs here"],
    ["ValueExpected", "a value is missing here"],
    ["ColonExpected", "a colon is missing before this"],
    ["CommaExpected", "a comma is missing before this"],
    ["CloseBraceExpected", "a } is missing here"],
    ["CloseBracketExpected", "a ] is missing here"],
    ["EndOfFileExpected", "nothing may follow the end of the document"],
    ["UnexpectedEndOfString", "the closing quote of this text is missing"],
    ["InvalidEscapeCharacter", String.raw`only \" \\ \/ \b \f \n \r \t and \u0000 may follow a backslash`],
    ["InvalidUnicode", String.raw`\u is followed by four digits or letters a to f`],
    ["InvalidCharacter", String.raw`a text may not contain this character; write \t for a tab`],
  ]).get(printParseErrorCode(error));
  return `this is not JSON: ${said ?? "this is not understood"}`;
}

function repeatedKeys(node: Node): { readonly node: Node; readonly firstOffset: number }[] {
  const first = new Map<unknown, number>();
  return (node.children ?? []).flatMap((child) => {
    const [key] = child.children ?? [];
    if (child.type !== "property" || key === undefined) return repeatedKeys(child);
    const firstOffset = first.get(key.value);
    if (firstOffset === undefined) first.set(key.value, key.offset);
    return [...(firstOffset === undefined ? [] : [{ node: key, firstOffset }]), ...repeatedKeys(child)];
  });
}

function nodeAt(root: Node, path: JsonPath, isAboutKey: boolean): Node {
  const steps = path.map((step) => (typeof step === "symbol" ? String(step) : step));
  for (let length = steps.length; length > 0; length -= 1) {
    const node = steps.slice(0, length).reduce<Node | undefined>(childAt, root);
    if (node === undefined) continue;
    const isExact = length === steps.length;
    // Where something is missing, the key of what it is missing from is enough to point at.
    return (isAboutKey || !isExact ? keyOf(node) : null) ?? (isExact ? node : firstCharacter(node));
  }
  return steps.length === 0 ? root : firstCharacter(root);
}

/** Of a key that stands there twice the last value, since that is the one that counts. */
function childAt(node: Node | undefined, step: string | number): Node | undefined {
  if (typeof step === "number") return node?.type === "array" ? node.children?.[step] : undefined;
  const properties = node?.type === "object" ? (node.children ?? []) : [];
  return properties.findLast(({ children }) => children?.[0]?.value === step)?.children?.[1];
}

function keyOf(node: Node): Node | null {
  return (node.parent?.type === "property" && node.parent.children?.[0]) || null;
}

function firstCharacter(node: Node): Node {
  return { ...node, length: 1 };
}

/** From offset and length to line and column. */
function positions(text: string): (offset: number, length: number) => Position {
  const lineStarts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  return (offset, length) => {
    let [low, high] = [0, lineStarts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (lineStarts[low] ?? 0) + 1, length };
  };
}
