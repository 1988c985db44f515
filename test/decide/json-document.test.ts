import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDocument } from "../../src/decide/json-document.ts";
import { problemPlace } from "../../src/decide/ruleset-problem.ts";

const parse = (text: string) => parseDocument("it.json", text);
/** `line:column: message` of everything wrong. */
const mistakesOf = (text: string) =>
  parse(text).problems.map((problem) =>
    `${problemPlace(problem)}: ${problem.message}`.replace("it.json:", ""),
  );

describe("what people write into JSON", () => {
  test.each([
    [
      "a comment",
      '{\n  // why\n  "a": 1\n}',
      ["2:3: this is not JSON: it has no comments; use a description"],
    ],
    ["a comma at the end of an object", '{ "a": 1, }', ["1:9: this is not JSON: the last item of"]],
    ["a comma at the end of a list", '{ "a": [1,\n] }', ["1:10: this is not JSON: the last item of"]],
    ["NaN", '{ "a": NaN }', ["1:8: this is not JSON: NaN is no value; write a number, true"]],
    ["single quotes", "{ 'a': 1 }", ["1:3: this is not JSON: 'a' is no value"]],
    ["a number without a leading 0", '{ "a": .5 }', ["1:8: this is not JSON: .5 is no value"]],
    ["a forgotten comma", '{ "a": 1\n  "b": 2 }', ["2:3: this is not JSON: a comma is missing before this"]],
    ["a forgotten colon", '{ "a" 1 }', ["1:7: this is not JSON: a colon is missing before this"]],
    ["a forgotten bracket", '{ "a": [1 }', ["1:11: this is not JSON: "]],
    ["a forgotten brace", '{ "a": { "b": 1 }', ["1:18: this is not JSON: a } is missing here"]],
    [
      "a forgotten quote",
      '{ "a": "b }',
      ["1:8: this is not JSON: the closing quote of this text is missing"],
    ],
    ["something after the end", '{ "a": 1 } }', ["1:12: this is not JSON: nothing may follow the end"]],
    ["a tab in a text", '{ "a": "\t" }', ["1:8: this is not JSON: a text may not contain this character"]],
    ["an unknown escape", String.raw`{ "a": "\d" }`, [String.raw`1:8: this is not JSON: only \" \\`]],
    ["nothing at all", "", ["1:1: this is not JSON: a value is missing here"]],
    [
      "a key twice",
      '{ "a": 1,\n "b": 2, "a": 3 }',
      ["2:10: this key stands on line 1 already; only the last"],
    ],
  ])("%s is found where it stands", (_, text, expected) => {
    const found = mistakesOf(text);

    for (const [index, message] of expected.entries()) expect(found[index]).toContain(message);
    expect(found[0]).toMatch(/^\d/);
  });

  test("several mistakes are all found, and the rest is read", () => {
    const document = parse('{ "a": NaN, // one\n "b": [1, 2,], "c": { "d": "e", } }');

    expect(document.problems).toHaveLength(4);
    expect(document.value).toMatchObject({ b: [1, 2], c: { d: "e" } });
  });

  test.each(["[", '{"a":', "// x\n["])("%s nested ten thousand deep is told of and not read", (open) => {
    const document = parse(open.repeat(10_000));

    expect(document.value).toBeUndefined();
    expect(document.problems.at(-1)?.message).toBe("this is nested more than 40 deep; no rule needs that");
  });

  test("a key that reaches into every object is a key like any other", () => {
    const { value } = parse('{ "__proto__": { "polluted": true } }');

    expect(Object.getOwnPropertyNames(value)).toEqual(["__proto__"]);
    expect(value).not.toHaveProperty("polluted");
  });
});

describe("the place of", () => {
  const document = parse('{\n  "rules": [\n    { "id": "a" },\n    { "id": "b", "then": {} }\n  ]\n}');
  test.each([
    ["a value", ["rules", 1, "id"], false, { line: 4, column: 13, length: 3 }],
    ["a key", ["rules", 1, "id"], true, { line: 4, column: 7, length: 4 }],
    ["an element of a list", ["rules", 0], false, { line: 3, column: 5, length: 13 }],
    [
      "something missing from an object with a key",
      ["rules", 1, "then", "route"],
      false,
      { line: 4, column: 18, length: 6 },
    ],
    ["something missing from an element", ["rules", 0, "when"], false, { line: 3, column: 5, length: 1 }],
    ["something missing from the whole", ["name"], false, { line: 1, column: 1, length: 1 }],
  ])("%s is told by line and column", (_, path, isAboutKey, expected) => {
    expect(document.locate(path, isAboutKey)).toEqual(expected);
  });
});

const jsonText = fc.json({ maxDepth: 6 });
/** JSON with a character put in, taken out or doubled somewhere. */
const almostJson = fc
  .tuple(
    jsonText,
    fc.nat(),
    fc.constantFrom("", ",", "}", "]", '"', ":", "x", "-", "0", ".", "e", "/", "\n", "\u00a0"),
  )
  .map(([text, at, inserted]) => {
    const offset = at % (text.length + 1);
    return text.slice(0, offset) + inserted + text.slice(inserted === "" ? offset + 1 : offset);
  });

test("what the JSON standard accepts is read as it stands, and nothing else is accepted", () => {
  fc.assert(
    fc.property(fc.oneof(jsonText, almostJson, fc.string()), (text) => {
      const { value, problems } = parse(text);
      const syntax = problems.filter(({ message }) => !message.startsWith("this key stands on line"));
      let standard: unknown;
      try {
        standard = JSON.parse(text);
      } catch {
        expect(syntax).not.toEqual([]);
        return;
      }
      expect(syntax).toEqual([]);
      expect(JSON.stringify(value)).toBe(JSON.stringify(standard));
    }),
    { numRuns: 1_000 },
  );
});
