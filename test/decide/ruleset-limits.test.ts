import { describe, expect, test } from "vitest";
import { loadRuleset } from "../../src/decide/load-ruleset.ts";
import { automate, draft, rulesFolderWith } from "./rules-folder.ts";

const below = { all: [{ fact: "completeness", operator: "lessThan", value: 0.5 }] };
const load = (routing: unknown) => loadRuleset(rulesFolderWith({ "routing.json": routing }));

describe("letters that only look right", () => {
  test.each([
    [
      "the name of a fact",
      draft({
        rules: [automate("it", { all: [{ fact: "сompleteness", operator: "lessThan", value: 0.5 }] })],
      }),
      /unknown fact "сompleteness"\. Its "с" is U\+0441, which only looks like "c"\. Did you mean "completeness"\?/,
    ],
    [
      "an operator",
      draft({
        rules: [automate("it", { all: [{ fact: "completeness", operator: "lеssThan", value: 0.5 }] })],
      }),
      /Its "е" is U\+0435, which only looks like "e"\. Did you mean "lessThan"\?/,
    ],
    [
      "a key",
      draft({ rules: [{ ...automate("it", below), dеscription: "x" }] }),
      /U\+0435.*Did you mean "description"\?/,
    ],
    [
      "a route",
      draft({ rules: [{ ...automate("it", below), then: { route: "аutomation", reason: "x" } }] }),
      /Its "а" is U\+0430, which only looks like "a"\. Did you mean "automation"\?/,
    ],
    ["an id", draft({ rules: [automate("іt", below)] }), /an id is lower case .* Its "і" is U\+0456/],
    ["the name of a threshold", draft({ params: { hаlf: 0.5 } }), /a name is made of .* Its "а" is U\+0430/],
    [
      "the name of a condition",
      draft({ conditions: { "rich\u200b": below } }),
      /an invisible character, U\+200B/,
    ],
  ])("in %s are named", (_, routing, message) => {
    expect(() => load(routing)).toThrow(message);
  });
});

describe("more than can be decided by", () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => automate(`rule-${index}`, below));

  test("a thousand rules load; ten thousand are refused in a sentence", () => {
    expect(load(draft({ rules: many(998) })).rules).toHaveLength(1_000);
    expect(() => load(draft({ rules: many(9_998) }))).toThrow(/rules: a ruleset has at most 1000 rules/);
  });

  test("named conditions that come to billions of tests are counted, not written out", () => {
    const conditions = Object.fromEntries(
      Array.from({ length: 30 }, (_, level) => [
        `level${level}`,
        level === 0 ? below : { all: Array.from({ length: 10 }, () => ({ condition: `level${level - 1}` })) },
      ]),
    );

    expect(() => load(draft({ conditions, rules: [automate("it", { condition: "level29" })] }))).toThrow(
      /these rules have more than 10000 tests/,
    );
  });

  test("named conditions that stand in each other too deep are refused", () => {
    const conditions = Object.fromEntries(
      Array.from({ length: 900 }, (_, level): [string, unknown] => [
        `level${level}`,
        level === 0 ? below : { not: { condition: `level${level - 1}` } },
      ]).reverse(),
    );

    expect(() => load(draft({ conditions }))).toThrow(/stand in each other more than 32 deep/);
  });

  test("of a hundred thousand mistakes the first two hundred are told", () => {
    const conditions = Array.from({ length: 100_000 }, (_, index) => ({ condition: `unknown${index}` }));

    expect(() => load(draft({ rules: [automate("it", { all: conditions })] }))).toThrow(/^(.*\n){200}.*$/);
  });

  test("a file of more than five megabytes is not read", () => {
    expect(() => load(" ".repeat(5_000_001))).toThrow(
      /routing\.json: this file has 5000001 bytes; .* at most 5000000/,
    );
  });

  test("a file in another encoding is told of", () => {
    const utf16 = Buffer.from(`\ufeff${JSON.stringify(draft())}`, "utf16le");

    expect(() => load(utf16)).toThrow(/routing\.json: this file is not UTF-8 text; save it as UTF-8/);
  });
});
