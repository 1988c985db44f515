import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { thresholdDiff } from "../../../src/rules/learning/threshold-diff.ts";
import { routingPath } from "../../decide/rules-folder.ts";

const labels = { before: "a/routing.json", after: "b/routing.json" };

test("is one hunk that git applies to the file as it is formatted", () => {
  const folder = mkdtempSync(join(tmpdir(), "diff-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const text = readFileSync(routingPath, "utf8");
  const diff = thresholdDiff(labels, text, "completeFrom", 0.8512);
  writeFileSync(join(folder, "routing.json"), text);
  execFileSync("git", ["apply", "--whitespace=error-all"], {
    cwd: folder,
    input: `Some advice first.\n\n${diff}`,
  });
  const applied = readFileSync(join(folder, "routing.json"), "utf8");
  expect(applied).toBe(text.replace('"completeFrom": 0.8', '"completeFrom": 0.8512'));
  expect(diff.split("\n").filter((line) => /^[-+][^-+]/.test(line))).toEqual([
    '-    "completeFrom": 0.8,',
    '+    "completeFrom": 0.8512,',
  ]);
});

test("handles a file in one line", () => {
  expect(thresholdDiff(labels, '{"params":{"from":1}}', "from", 0.5)).toBe(
    '--- a/routing.json\n+++ b/routing.json\n@@ -1,1 +1,1 @@\n-{"params":{"from":1}}\n+{"params":{"from":0.5}}\n',
  );
});
