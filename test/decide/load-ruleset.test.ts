import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadRuleset } from "../../src/decide/load-ruleset.ts";
import { exitCodes, UserError } from "../../src/domain/fault.ts";
import {
  automate,
  draft,
  forcedRules,
  routingPath,
  rulesFolderWith,
  strictTriggerPath,
} from "./rules-folder.ts";

/** The lines of the refusal, without the file's name; no lines when the files are accepted. */
function problemsOf(
  files: Readonly<Record<string, unknown>>,
  overrides: Record<string, number> = {},
): string[] {
  try {
    loadRuleset(rulesFolderWith(files), { overrides });
    return [];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    expect(error.exitCode).toBe(exitCodes.rules);
    const lines = error.message.split("\n").slice(1);
    return lines.map((line) =>
      line.replace(/^\S*\/(\w+)\.json(?::\d+:\d+)?: /, (_, name: string) => `${name}: `),
    );
  }
}
const problemsOfDraft = (parts: Parameters<typeof draft>[0]) => problemsOf({ "routing.json": draft(parts) });
/** The problems of one condition of one rule. */
const problemsOfCondition = (condition: unknown) =>
  problemsOfDraft({ params: { limit: 3 }, rules: [automate("it", { all: [condition] })] }).map((line) =>
    line.replace("routing: rules[2].when.all[0]", "here"),
  );
const sound = { all: [{ fact: "completeness", operator: "lessThan", value: 0.5 }] };

test("the shipped rulesets load, with different hashes", () => {
  expect(loadRuleset(routingPath).hash).toMatch(/^[0-9a-f]{64}$/);
  expect(loadRuleset(routingPath).hash).not.toBe(loadRuleset(strictTriggerPath).hash);
});

test("a small sound file loads", () => {
  expect(problemsOfDraft({ rules: [automate("it", sound)] })).toEqual([]);
});

test("a key that is right elsewhere is refused without being suggested", () => {
  const then = { route: "automation", manualPriority: "high", reason: "Because" };
  expect(problemsOfDraft({ rules: [{ ...automate("it", sound), then }] })).toEqual([
    "routing: rules[2].then.manualPriority: this key is not allowed here.",
  ]);
});

test("every problem of every file is listed at once", () => {
  const problems = problemsOf({
    "routing.json": draft({
      params: { limit: 3, text: "0.5" },
      conditions: {
        goodMaker: { all: [{ fact: "manufacturerReliability", operator: ">=", value: 0.4 }] },
        round: { all: [{ condition: "trip" }] },
        trip: { not: { condition: "round" } },
      },
      rules: [
        automate("it", { all: [{ fact: "completness", operator: "lessThan", value: 0.5 }] }),
        { ...automate("it", { all: [{ condition: "goodMakr" }] }), enable: false },
        automate("Bad Id", { all: [], any: [sound] }),
        { id: "no-priority", when: sound, then: { route: "manual", reason: "Because" } },
        { id: "bad-route", when: sound, then: { route: "automatic", reason: "Because" } },
      ],
    }),
    "scoring.json": { failureWindowDays: -7 },
    "completeness.json": { weightVersion: 1, fields: [{ name: "pn", weight: 99, columns: ["pn"] }] },
  });
  for (const expected of [
    /^scoring: combinedScore: this is missing/,
    /^scoring: failureWindowDays: /,
    /^completeness: fields: the weights must add up to 100/,
    /^routing: params\.text: /,
    /^routing: conditions\.goodMaker\.all\[0\]\.operator: unknown operator ">="\. Did you mean "greaterThanInclusive"\?/,
    /^routing: conditions\.trip\.not\.condition: the condition refers to itself: round → trip → round/,
    /^routing: rules\[2\]\.when\.all\[0\]\.fact: unknown fact "completness"\. Did you mean "completeness"\?/,
    /^routing: rules\[3\]\.when\.all\[0\]\.condition: no named condition "goodMakr"\. Did you mean "goodMaker"\?/,
    /^routing: rules\[3\]\.enable: this key is not allowed here\. Did you mean "enabled"\?/,
    /^routing: rules\[3\]\.id: "it" is already the id of rules\[2\]/,
    /^routing: rules\[4\]\.id: an id is lower case words/,
    /^routing: rules\[4\]\.when: .* this one has all and any/,
    /^routing: rules\[5\]\.then\.manualPriority: this is missing/,
    /^routing: rules\[6\]\.then\.route: "automatic" is not allowed here\. Did you mean "automation"\?/,
  ]) {
    expect(problems).toContainEqual(expect.stringMatching(expected));
  }
});

describe("a test of a fact", () => {
  test.each<[unknown, string]>([
    [{ fact: "constructor", operator: "equal", value: 1 }, 'here.fact: unknown fact "constructor". '],
    [{ fact: "forcedRoute", operator: "lessThan", value: "none" }, 'here.operator: "lessThan" cannot test '],
    [
      { fact: "completeness", operator: "gratherThan", value: 0.5 },
      'here.operator: unknown operator "gratherThan". Did you mean "greaterThan"?',
    ],
    [{ fact: "completeness", operator: "lessThan" }, "here.value: a test needs a value"],
    [
      { fact: "completeness", operator: "lessThan", value: null },
      "here.value: the value must be a number from 0 to 1, not null",
    ],
    [
      { fact: "completeness", operator: "lessThan", value: "0.8" },
      'here.value: the value must be a number from 0 to 1, not "0.8". Did you mean 0.8 without quotes?',
    ],
    [
      { fact: "completeness", operator: "lessThan", value: 30 },
      "here.value: the value must be a number from 0 to 1, not 30. Did you mean 0.3?",
    ],
    [
      { fact: "recentFailures", operator: "lessThan", value: 2.5 },
      "here.value: the value must be a whole number",
    ],
    [
      { fact: "hasPriorityScore", operator: "equal", value: "true" },
      "here.value: the value must be true or false",
    ],
    [
      { fact: "forcedRoute", operator: "equal", value: "manuel" },
      'here.value: the value must be one of none, automation, manual, not "manuel". Did you mean "manual"?',
    ],
    [{ fact: "forcedRoute", operator: "in", value: "manual" }, 'here.value: "in" needs a list'],
    [{ fact: "forcedRoute", operator: "in", value: [] }, 'here.value: "in" needs a list'],
    [{ fact: "forcedRoute", operator: "in", value: ["none", 1] }, "here.value[1]: the value must be one of"],
    [
      { fact: "completeness", operator: "lessThan", value: { fact: "priorityScore" } },
      'here.value: a value is a literal or { "param": "name" }; two facts',
    ],
    [
      { fact: "completeness", operator: "lessThan", value: { param: "limits" } },
      'here.value.param: no threshold "limits" in params. Did you mean "limit"?',
    ],
    [
      { fact: "completeness", operator: "lessThan", value: { param: "toString" } },
      'here.value.param: no threshold "toString"',
    ],
    [
      { fact: "completeness", operator: "lessThan", value: { param: "limit" } },
      'here.value.param: the threshold "limit" must be a number from 0 to 1, not 3',
    ],
    [
      { fact: "completeness", operator: "lessThan", value: 0.5, path: "$.x" },
      "here.path: this key is not allowed",
    ],
    [
      { fact: "completeness", operator: "lessThan", value: 0.5, priority: 3 },
      "here.priority: this key is not allowed: the order",
    ],
    [
      { fact: "completeness", operator: "lessThan", value: 0.5, params: {} },
      "here.params: this key is not allowed",
    ],
    [
      { fact: "completeness", operator: "lessThan", value: 0.5, not: sound },
      "here: a condition has exactly one",
    ],
  ])("%j is refused", (condition, problem) => {
    const problems = problemsOfCondition(condition);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.slice(0, problem.length)).toBe(problem);
  });

  test("the two values of in and notIn are checked against the same words", () => {
    expect(
      problemsOfCondition({ fact: "forcedRoute", operator: "notIn", value: ["manual", "none"] }),
    ).toEqual([]);
  });
});

describe("a group of conditions", () => {
  test.each<[unknown, string]>([
    [{ all: [] }, "here.all: this must be a list of at least one condition"],
    [{ any: [] }, "here.any: this must be a list of at least one condition"],
    [{ any: sound }, "here.any: this must be a list"],
    [{ not: [sound] }, "here.not: a condition is an object"],
    [{ all: [sound], any: [sound] }, "here: a condition has exactly one of all, any, not, condition"],
    [{ al: [sound] }, 'here.al: this key is not allowed here. Did you mean "all"?'],
    [{}, "here: a condition has exactly one of"],
    [{ condition: "hasOwnProperty" }, 'here.condition: no named condition "hasOwnProperty"'],
    [{ condition: 3 }, "here.condition: this must be the name of a condition"],
  ])("%j is refused", (condition, problem) => {
    expect(problemsOfCondition(condition)[0]?.slice(0, problem.length)).toBe(problem);
  });

  test("a rule whose condition is a bare test is told to put it into a group", () => {
    const bare = { fact: "completeness", operator: "lessThan", value: 0.5 };
    expect(problemsOfDraft({ rules: [automate("it", bare)] })).toEqual([
      'routing: rules[2].when: a single test stands inside a group: write { "all": [ … ] } around it',
    ]);
  });

  test("named conditions that nobody uses are checked too", () => {
    expect(problemsOfDraft({ conditions: { spare: { all: [] } } })).toHaveLength(1);
  });
});

describe("the rules as a whole", () => {
  test("keys that reach into every object are refused wherever they stand", () => {
    const text = JSON.stringify(draft()).replace(
      '"params":{}',
      '"params":{"__proto__":{"limit":1},"constructor":1}',
    );
    const problems = problemsOf({ "routing.json": text });
    expect(problems).toContain("routing: params.__proto__: this key is reserved; use another name");
    expect(problems).toContain("routing: params.constructor: this key is reserved; use another name");
  });

  test.each([
    ["missing", forcedRules.slice(0, 1)],
    ["not among the first two", [forcedRules[0], automate("early", sound), forcedRules[1]]],
    ["disabled", [forcedRules[0], { ...forcedRules[1], enabled: false }]],
    [
      "sent elsewhere",
      [forcedRules[0], { ...forcedRules[1], then: { route: "manual", manualPriority: "low", reason: "No" } }],
    ],
  ])("a forced route whose rule is %s is refused", (_, rules) => {
    const file = { ...draft(), rules };
    expect(problemsOf({ "routing.json": file })).toEqual([
      expect.stringMatching(
        /^routing: rules: one of the first two rules must send .* to the route automation$/,
      ),
    ]);
  });

  test("an id that names decisions without a rule is refused", () => {
    expect(problemsOfDraft({ rules: [automate("otherwise", sound)] })).toEqual([
      'routing: rules[2].id: "otherwise" is reserved for decisions that no rule made',
    ]);
  });

  test("a configured threshold that the file does not have is refused", () => {
    expect(problemsOf({}, { maxAutomationFailure: 3 })).toEqual([
      'routing: params.maxAutomationFailure: configuration sets this threshold, but the file has none of that name. Did you mean "maxAutomationFailures"?',
    ]);
    expect(problemsOf({}, { automationPriorityThreshold: 1.5 })).toEqual([
      'routing: conditions.triggered.any[0].value.param: the threshold "automationPriorityThreshold" must be a number from 0 to 1, not 1.5',
    ]);
  });

  test("a file may not shadow the threshold that scoring shares", () => {
    expect(problemsOfDraft({ params: { reliableFrom: 0.1 } })).toEqual([
      "routing: params.reliableFrom: this threshold comes from scoring.json; change it there",
    ]);
  });

  test("text that is not JSON, and a file that is not there, are named", () => {
    expect(problemsOf({ "scoring.json": '{ "a": 1 ' })).toEqual([
      "scoring: this is not JSON: a } is missing here",
    ]);
    const missing = join(rulesFolderWith({}), "..", "other.json");
    expect(() => loadRuleset(missing)).toThrow(/other\.json: this file cannot be read; check its path/);
  });

  test.each(["null", "[]", '"rules"', "3"])("a document that is %s is refused", (document) => {
    expect(problemsOf({ "routing.json": document })).toEqual([
      expect.stringMatching(/^routing: this must be an object in \{ \}, not /),
    ]);
  });
});
