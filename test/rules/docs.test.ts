import { readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { describe, expect, test } from "vitest";
import { rulesDocsCommand } from "../../src/cli/commands/rules-docs.ts";
import { loadRuleset } from "../../src/decide/load-ruleset.ts";
import { rulesDocument } from "../../src/rules/docs/rules-document.ts";
import { captureStream } from "../cli/terminal/capture-stream.ts";
import { automate, draft, routingPath, rulesFolderWith } from "../decide/rules-folder.ts";

const text = rulesDocument(loadRuleset(routingPath), basename(routingPath));

function docs(path: string, check: boolean) {
  const { stream } = captureStream(80);
  const signal = new AbortController().signal;
  const shell = { env: {}, cwd: dirname(path), stdout: stream, stderr: stream, signal };
  return rulesDocsCommand(shell, { emoji: false, files: [path], ...(check && { check: true }) });
}

describe("a ruleset for people", () => {
  test("has a sentence for each rule, which names each fact once", () => {
    expect(text).toContain(
      "5. **mid-risky**: if completeness is from 0.5 to below 0.8 and (manufacturer reliability is below 0.4 or priority score is below 0.3), the part goes to a person with medium priority.",
    );
    expect(text).toContain(
      "6. **mid-good**: if completeness is from 0.5 to below 0.8 and manufacturer reliability is at least 0.4 and priority score is at least 0.3, the part goes to automation.",
    );
  });

  test("says of words and of nots what is left", () => {
    const not = { not: { any: [{ fact: "forcedRoute", operator: "in", value: ["manual", "automation"] }] } };
    const either = {
      any: [
        { fact: "recentFailures", operator: "equal", value: 1 },
        { fact: "recentFailures", operator: "greaterThan", value: 4 },
      ],
    };
    const path = rulesFolderWith({
      "routing.json": draft({ rules: [automate("free", { all: [not, either] })] }),
    });

    expect(rulesDocument(loadRuleset(path), "routing.json")).toContain(
      "if forced route is none and recent failures is exactly 1 or at least 5, the part",
    );
  });

  test("has a row for each region and a way through every rule", () => {
    const rows = text.split("\n").filter((line) => line.startsWith("| ") && !line.startsWith("| -"));
    expect(rows).toHaveLength(1 + 9);
    expect(text.match(/-->\|yes\|/g)).toHaveLength(8);
  });
});

describe("workflow rules docs", () => {
  test("writes the document beside the rules, and notices when it is no longer theirs", () => {
    const path = rulesFolderWith({});
    expect(() => docs(path, true)).toThrow(/routing\.md: not what the rules say today/);

    docs(path, false);

    expect(docs(path, true)).toBe(0);
    expect(readFileSync(path.replace(".json", ".md"), "utf8")).toBe(text);
  });
});
