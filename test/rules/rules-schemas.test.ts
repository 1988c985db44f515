import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { type Diagnostic, getLanguageService, TextDocument } from "vscode-json-languageservice";
import { rulesSchemas } from "../../src/rules/schema/rules-schemas.ts";
import { draft } from "../decide/rules-folder.ts";

const rulesFolder = fileURLToPath(new URL("../../rules", import.meta.url));
const read = (name: string) => readFileSync(join(rulesFolder, name), "utf8");
const schemas = rulesSchemas();

/** What an editor is asked with: the JSON service of VS Code, which fetches the schema that a file names. */
const service = getLanguageService({
  schemaRequestService: (uri) => Promise.resolve(JSON.stringify(schemas[uri.split("/").at(-1) ?? ""])),
  workspaceContext: { resolveRelativePath: (relative) => `schema:///${relative.replace("./", "")}` },
});
service.configure({ validate: true });

function open(text: string) {
  const document = TextDocument.create("file:///rules/it.json", "json", 1, text);
  return { document, json: service.parseJSONDocument(document) };
}

async function diagnosticsOf(text: string): Promise<Diagnostic[]> {
  const { document, json } = open(text);
  return service.doValidation(document, json);
}

/** A draft whose last rule is `rule`, or has `when`. */
function draftWith(rule: { when?: unknown; then?: unknown } & Record<string, unknown>): string {
  const whole = { id: "it", when: sound, then: { route: "automation", reason: "x" }, ...rule };
  return JSON.stringify({ $schema: "./ruleset.schema.json", ...draft({ rules: [whole] }) }, null, 2);
}
/** A file of one case that gives these facts. */
const caseWith = (given: unknown) =>
  JSON.stringify({
    $schema: "./cases.schema.json",
    bases: {},
    cases: [{ name: "it", given, expect: { route: "manual", rule: "it" } }],
  });
const sound = { all: [{ fact: "completeness", operator: "lessThan", value: 0.5 }] };
const testing = (condition: unknown) => draftWith({ when: { all: [condition] } });

test("the committed schemas are those of the code", () => {
  const committed = readdirSync(rulesFolder).filter((name) => name.endsWith(".schema.json"));

  expect(committed.toSorted()).toEqual(Object.keys(schemas).toSorted());
  for (const [name, schema] of Object.entries(schemas)) {
    expect(JSON.parse(read(name)), `${name} is stale: npm run rules:schema`).toEqual(schema);
  }
});

test("an editor finds nothing wrong with the rules that are shipped", async () => {
  const files = readdirSync(rulesFolder).filter((name) => /^[\w-]+(?:\.cases)?\.json$/.test(name));
  expect(files.length).toBeGreaterThanOrEqual(7);

  for (const name of files) {
    const text = read(name);
    expect(text).toMatch(/^\{\n {2}"\$schema": "\.\/[a-z]+\.schema\.json",\n/);
    expect(await diagnosticsOf(text), name).toEqual([]);
  }
});

describe("an editor marks", () => {
  test.each([
    [
      "an unknown fact",
      testing({ fact: "completness", operator: "lessThan", value: 0.5 }),
      '"completness"',
      /Valid values: "forcedRoute", "priorityScore"/,
    ],
    [
      "an operator that is not for the fact",
      testing({ fact: "forcedRoute", operator: "lessThan", value: "none" }),
      '"lessThan"',
      /Valid values: "equal", "notEqual", "in", "notIn"/,
    ],
    [
      "a score above 1",
      testing({ fact: "completeness", operator: "lessThan", value: 30 }),
      "30",
      /above the maximum of 1/,
    ],
    [
      "a score as text",
      testing({ fact: "completeness", operator: "lessThan", value: "0.5" }),
      '"0.5"',
      /Expected "number"/,
    ],
    [
      "half a failure",
      testing({ fact: "recentFailures", operator: "lessThan", value: 2.5 }),
      "2.5",
      /Expected "integer"/,
    ],
    [
      "a word that is no route",
      testing({ fact: "forcedRoute", operator: "equal", value: "manuel" }),
      '"manuel"',
      /Valid values: "none", "automation", "manual"/,
    ],
    [
      "a route that does not exist",
      draftWith({ then: { route: "automatic", reason: "x" } }),
      '"automatic"',
      /Valid values: "manual", "automation"/,
    ],
    [
      "a forgotten priority",
      draftWith({ then: { route: "manual", reason: "x" } }),
      null,
      /Missing property "manualPriority"/,
    ],
    [
      "two of all and any",
      draftWith({ when: { ...sound, any: [] } }),
      '"any"',
      /Property any is not allowed/,
    ],
    ["an empty list", draftWith({ when: { all: [] } }), "[]", /fewer items|too few items/i],
    [
      "a bare test",
      draftWith({ when: sound.all[0] }),
      '"fact"',
      /Property (fact|operator|value) is not allowed/,
    ],
    [
      "an unknown fact of a case",
      caseWith({ completness: 0.5 }),
      '"completness"',
      /completness is not allowed/,
    ],
    ["a score of a case above 1", caseWith({ completeness: 30 }), "30", /above the maximum of 1/],
    ["a misspelt key", draftWith({ enable: true }), '"enable"', /Property enable is not allowed/],
    [
      "a mode that does not exist",
      draftWith({ mode: "shadwo" }),
      '"shadwo"',
      /Valid values: "live", "shadow"/,
    ],
    [
      "fact against fact",
      testing({ fact: "completeness", operator: "lessThan", value: { fact: "priorityScore" } }),
      null,
      /Missing property "param"|Property fact is not allowed/,
    ],
  ])("%s, and says what is allowed", async (_, text, marked, message) => {
    const diagnostics = await diagnosticsOf(text);

    expect(diagnostics.length).toBeGreaterThan(0);
    for (const diagnostic of diagnostics) expect(diagnostic.message).toMatch(message);
    if (marked !== null) {
      const { document } = open(text);
      expect(document.getText(diagnostics[0]?.range)).toBe(marked);
    }
  });
});

describe("an editor helps", () => {
  /** Asks at the mark `|`. */
  function at(text: string) {
    const offset = text.indexOf("|");
    const { document, json } = open(text.replace("|", ""));
    return { document, json, position: document.positionAt(offset) };
  }
  async function proposals(text: string): Promise<string[]> {
    const { document, json, position } = at(text);
    const list = await service.doComplete(document, position, json);
    return (list?.items ?? []).map(({ label }) => label);
  }
  const marked = (condition: unknown) => testing(condition);

  test("with the facts", async () => {
    const labels = await proposals(marked({ fact: "|", operator: "lessThan", value: 0.5 }));
    expect(labels).toEqual(expect.arrayContaining(['"completeness"', '"recentFailures"']));
  });

  test("with the operators that are for the fact", async () => {
    const labels = await proposals(marked({ fact: "forcedRoute", operator: "|", value: "none" }));
    expect(labels).toEqual(expect.arrayContaining(['"notIn"']));
    expect(labels).not.toContain('"lessThan"');
  });

  test("with the routes", async () => {
    expect(await proposals(draftWith({ then: { route: "|", reason: "x" } }))).toEqual([
      '"manual"',
      '"automation"',
    ]);
  });

  test("with the facts of a case", async () => {
    const labels = await proposals(caseWith({ "|": 0 }));
    expect(labels).toEqual(expect.arrayContaining(["completeness", "recentFailures"]));
  });

  test("with what a fact means", async () => {
    const { document, json, position } = at(
      marked({ fact: "completen|ess", operator: "lessThan", value: 0.5 }),
    );
    const hover = await service.doHover(document, position, json);
    expect(JSON.stringify(hover?.contents)).toContain("weighted share of the record's fields");
  });
});
