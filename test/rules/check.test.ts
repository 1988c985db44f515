import { once } from "node:events";
import { readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { rulesCheckCommand } from "../../src/cli/commands/rules-check.ts";
import { exitCodes } from "../../src/domain/fault.ts";
import { captureStream } from "../cli/terminal/capture-stream.ts";
import { routingPath, rulesFolderWith } from "../decide/rules-folder.ts";

const Result = z.object({
  errors: z.number(),
  warnings: z.number(),
  files: z.array(
    z.object({
      file: z.string(),
      kind: z.string(),
      errors: z.array(
        z.object({
          line: z.number().nullable(),
          column: z.number().nullable(),
          path: z.string(),
          message: z.string(),
        }),
      ),
      warnings: z.array(z.object({ path: z.string(), message: z.string() })),
    }),
  ),
});

interface Call {
  readonly rulesFolder: string;
  readonly files?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly columns?: number;
  readonly json?: true;
  readonly force?: true;
}

/** Runs the command as a person would in the folder's parent. */
async function check({ rulesFolder, files = [], env = {}, columns, json, force }: Call) {
  const { stream, text } = captureStream(columns ?? null);
  const exitCode = rulesCheckCommand(
    {
      env: { WORKFLOW_RULES_DIR: rulesFolder, NO_COLOR: "1", ...env },
      cwd: dirname(rulesFolder),
      stdout: stream,
      stderr: stream,
      signal: new AbortController().signal,
    },
    { files, emoji: false, ...(json && { json }), ...(force && { force }) },
  );
  stream.end();
  await once(stream, "end");
  return { exitCode, text: text() };
}

const checkJson = async (call: Call) => {
  const { exitCode, text } = await check({ ...call, json: true });
  return { exitCode, ...Result.parse(JSON.parse(text)) };
};

/** A copy of the seed rules in which texts are replaced; a text that is not there is a mistake of the test. */
function edited(edits: readonly (readonly [string, string])[], name = "routing.json"): string {
  const text = edits.reduce(
    (before, [old, replacement]) => {
      expect(before).toContain(old);
      return before.replace(old, replacement);
    },
    readFileSync(join(dirname(routingPath), name), "utf8"),
  );
  return dirname(rulesFolderWith({ [name]: text }));
}

describe("ten different mistakes in one file", () => {
  const rulesFolder = () =>
    edited([
      ['"completeFrom": 0.8', '"completeFrom": "0.8"'],
      ['"middleFrom": 0.5', '"middleFrom": 0.5, "middleFrom": 0.6'],
      [
        '"operator": "lessThan", "value": { "param": "middleFrom" }',
        '"operator": "<", "value": { "param": "midleFrom" }',
      ],
      ['{ "fact": "manufacturerReliability"', '{ "fact": "manufacturerReliabilty"'],
      ['"value": "manual" }', '"value": "manual", "path": "$.x" }'],
      ['"when": { "condition": "completeRecord" }', '"when": { "condition": "completRecord", "any": [] }'],
      ['"mode": "shadow"', '"mode": "shadwo"'],
      ['"id": "mid-good"', '"id": "mid-risky"'],
      ['"reason": "No rule matched this part"', '"reason": "No rule matched this part",'],
    ]);
  const expected = [
    [7, 21, 'this must be a number, not "0.8". Did you mean 0.8 without quotes?'],
    [8, 24, "this key stands on line 8 already; only the last of the two would count"],
    [27, 53, 'unknown operator "<". Did you mean "lessThan"?'],
    [27, 78, 'no threshold "midleFrom" in params. Did you mean "middleFrom"?'],
    [31, 19, 'unknown fact "manufacturerReliabilty". Did you mean "manufacturerReliability"?'],
    [57, 90, "this key is not allowed: a test reads one fact as it is"],
    [94, 15, "a condition has exactly one of"],
    [104, 15, '"shadwo" is not allowed here. Did you mean "shadow"? Allowed: live, shadow'],
    [124, 13, '"mid-risky" is already the id of rules['],
    [165, 42, "this is not JSON: the last item of a list or object has no comma after it"],
  ] as const;

  test("give as many good messages, each with its place", async () => {
    const { exitCode, files } = await checkJson({ rulesFolder: rulesFolder() });
    const errors = files.find(({ file }) => basename(file) === "routing.json")?.errors ?? [];

    expect(exitCode).toBe(exitCodes.rules);
    for (const [line, column, message] of expected) {
      expect(errors).toContainEqual(
        expect.objectContaining({ line, column, message: expect.stringContaining(message) as string }),
      );
    }
  });

  test("are printed with the line they are in, within 80 columns", async () => {
    const { text } = await check({ rulesFolder: rulesFolder(), columns: 80 });
    const lines = text.split("\n");

    expect(text).toMatch(
      /\[failed\] rules-\w+\/routing\.json:31:19\n {3}conditions\.riskyForAutomation\.any\[0\]\.fact:\n? /,
    );
    const marked = lines.findIndex((line) => line.includes('31 | { "fact": "manufacturerReliabilty"'));
    expect(lines[marked + 1]).toBe(`      | ${" ".repeat(10)}${"^".repeat(24)}`);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });
});

test("the seed rules are sound, and so are the rules that are shipped", async () => {
  const { exitCode, text } = await check({ rulesFolder: dirname(routingPath) });

  expect(text).toContain("[ok] seed-rules/routing.json: 8 rules, 1 in shadow\n");
  expect(text).toMatch(/\[ok\] no errors in 5 files\n$/);
  expect(exitCode).toBe(exitCodes.ok);
  expect(await check({ rulesFolder: new URL("../../rules", import.meta.url).pathname })).toMatchObject({
    exitCode: exitCodes.ok,
  });
});

describe("a threshold that configuration sets", () => {
  test("is warned of when the file says something else", async () => {
    const rulesFolder = edited([['"maxAutomationFailures": 3', '"maxAutomationFailures": 5']]);
    const { exitCode, warnings, files } = await checkJson({
      rulesFolder,
      env: { MAX_AUTOMATION_FAILURES: "4" },
    });

    expect({ exitCode, warnings }).toEqual({ exitCode: exitCodes.ok, warnings: 2 });
    expect(files[0]?.warnings).toEqual([
      {
        path: "params.maxAutomationFailures",
        message:
          "5 has no effect: the setting max_automation_failures (from MAX_AUTOMATION_FAILURES) makes it 4; change it there",
      },
    ]);
  });

  test("is the file's own where nobody sets it", async () => {
    const rulesFolder = edited([['"maxAutomationFailures": 3', '"maxAutomationFailures": 5']]);
    const { files } = await checkJson({ rulesFolder });

    expect(files[0]?.warnings.map(({ path }) => path)).not.toContain("params.maxAutomationFailures");
  });

  test("that the file cannot bear is an error, as it would be in a run", async () => {
    const rulesFolder = edited([['"maxAutomationFailures": 3,', ""]]);
    const { errors, files } = await checkJson({
      rulesFolder,
      files: ["x"].map(() => join(rulesFolder, "routing.json")),
      env: { MAX_AUTOMATION_FAILURES: "3" },
    });

    expect(errors).toBeGreaterThan(0);
    expect(files[0]?.errors.map(({ message }) => message)).toContainEqual(
      expect.stringContaining("configuration sets this threshold, but the file has none of that name"),
    );
  });
});

describe("which files", () => {
  test("a file that a run needs and that is not there is an error", async () => {
    const rulesFolder = dirname(rulesFolderWith({}));
    unlinkSync(join(rulesFolder, "scoring.json"));

    const { exitCode, files } = await checkJson({
      rulesFolder,
      env: { WORKFLOW_SHADOW_RULES: "other.json" },
    });

    expect(exitCode).toBe(exitCodes.rules);
    const broken = files.filter(({ errors }) => errors.length > 0);
    expect(broken.map(({ file, errors }) => [basename(file), errors.map(({ message }) => message)])).toEqual([
      ["other.json", ["this file cannot be read; check its path and permissions"]],
      ["scoring.json", ["this file cannot be read; check its path and permissions"]],
    ]);
  });

  test.each([
    ["scoring.json", '"alpha": 3', '"alpha": -3', "reliability.alpha", "this must be above 0, not -3"],
    ["completeness.json", '"weight": 30', '"weight": 31', "fields", "the weights must add up to 100"],
    ["manufacturers.json", '"Altera": [', '"Altera": ["AOS", ', "Altera[0]", '"AOS" already stands for'],
  ])("%s is checked too", async (name, old, replacement, path, message) => {
    const rulesFolder = edited([[old, replacement]], name);
    const { exitCode, files } = await checkJson({ rulesFolder, files: [join(rulesFolder, name)] });

    expect(exitCode).toBe(exitCodes.rules);
    expect(files).toHaveLength(1);
    expect(files[0]?.errors).toMatchObject([{ path, message: expect.stringContaining(message) as string }]);
  });

  test("cases and schemas in the folder are no rules", async () => {
    const rulesFolder = dirname(rulesFolderWith({ "routing.cases.json": "[]", "routing.schema.json": "{}" }));

    expect((await checkJson({ rulesFolder })).files).toHaveLength(5);
    await expect(check({ rulesFolder, files: ["routing.cases.json"] })).rejects.toMatchObject({
      exitCode: exitCodes.usage,
      message: expect.stringContaining('"workflow rules test" reads cases') as string,
    });
  });

  test("a ruleset that is named is found from where the person stands", async () => {
    const rulesFolder = edited([['"mode": "shadow"', '"mode": "live"']]);
    writeFileSync(join(rulesFolder, "mine.json"), readFileSync(join(rulesFolder, "routing.json")));

    const { text, exitCode } = await check({ rulesFolder, files: [`${basename(rulesFolder)}/mine.json`] });

    expect(text).toBe(
      `[ok] ${basename(rulesFolder)}/mine.json: 9 rules, 0 in shadow\n[ok] no errors in 1 file\n`,
    );
    expect(exitCode).toBe(exitCodes.ok);
  });
});

describe("rules that send every part one way", () => {
  const everythingManual: readonly (readonly [string, string])[] = [
    ['"completeFrom": 0.8', '"completeFrom": 0'],
    ['"middleFrom": 0.5', '"middleFrom": 0'],
  ];

  test("are refused with the numbers", async () => {
    const folder = edited(everythingManual);

    const { exitCode, files } = await checkJson({ rulesFolder: folder });

    expect(exitCode).toBe(exitCodes.rules);
    const messages = files.flatMap(({ errors }) => errors.map(({ message }) => message));
    expect(messages).toEqual([
      expect.stringMatching(
        /^every part goes to manual.* \(0 regions of facts go to automation and \d+ to manual\); .*--force$/,
      ),
    ]);
  });

  test("are accepted when that is meant", async () => {
    const folder = edited(everythingManual);

    const { exitCode, errors } = await checkJson({ rulesFolder: folder, force: true });

    expect({ exitCode, errors }).toEqual({ exitCode: exitCodes.ok, errors: 0 });
  });
});
