import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import * as z from "zod";
import { namedRuleset } from "../../src/app/named-ruleset.ts";
import { createRulesetKeeper } from "../../src/app/ruleset-keeper.ts";
import { loadConfig } from "../../src/config/load-config.ts";
import { createDecider } from "../../src/decide/decider.ts";
import { namedThreshold } from "../../src/decide/named-threshold.ts";
import { routingPath, rulesFolderWith } from "../decide/rules-folder.ts";
import { someFacts } from "../decide/some-facts.ts";
import { runInProcess } from "../support/in-process-cli.ts";

/** A rules folder in which an analyst has raised both thresholds that configuration knows as well. */
function editedRules(): string {
  const text = readFileSync(routingPath, "utf8")
    .replace('"maxAutomationFailures": 3', '"maxAutomationFailures": 5')
    .replace('"automationPriorityThreshold": 0.8', '"automationPriorityThreshold": 0.95');
  return dirname(rulesFolderWith({ "routing.json": text }));
}

function configured(rulesDir: string, variables: NodeJS.ProcessEnv = {}, file: object = {}) {
  const configFile = join(rulesDir, "workflow.config.json");
  writeFileSync(configFile, JSON.stringify(file));
  const env = { WORKFLOW_RULES_DIR: rulesDir, ...variables };
  return loadConfig({ env, cwd: rulesDir, configFile }).values;
}

test.each<[string, NodeJS.ProcessEnv, object, number]>([
  ["the rules file, while nobody sets it", {}, {}, 5],
  ["the configuration file before the rules file", {}, { max_automation_failures: 3 }, 3],
  ["the environment before both", { MAX_AUTOMATION_FAILURES: "4" }, { max_automation_failures: 3 }, 4],
])("a threshold comes from %s", async (_, variables, file, limit) => {
  const config = configured(editedRules(), variables, file);
  const { ruleset } = await createRulesetKeeper(() => Promise.resolve(null)).latest(config);

  expect(namedThreshold(ruleset, "maxAutomationFailures")).toBe(limit);
  expect(namedThreshold(ruleset, "automationPriorityThreshold")).toBe(0.95);
  expect(namedRuleset(config, null, "/").hash).toBe(ruleset.hash);
  const decide = (recentFailures: number) => createDecider(ruleset).decide(someFacts({ recentFailures }));
  expect(await decide(limit - 1)).toMatchObject({ route: "automation" });
  expect(await decide(limit)).toMatchObject({ route: "manual", ruleId: "recent-failures" });
});

test("a set threshold that the rules file has not is an error; one that nobody set is not needed there", () => {
  const rulesDir = editedRules();
  const routing = join(rulesDir, "routing.json");
  const text = readFileSync(routing, "utf8")
    .replace('"maxAutomationFailures": 5,', "")
    .replace('{ "param": "maxAutomationFailures" }', "2");
  writeFileSync(routing, text);

  expect(namedThreshold(namedRuleset(configured(rulesDir), null, "/"), "maxAutomationFailures")).toBeNull();
  const set = configured(rulesDir, { MAX_AUTOMATION_FAILURES: "3" });
  expect(() => namedRuleset(set, null, "/")).toThrow(
    "configuration sets this threshold, but the file has none",
  );
});

test("config --show tells the threshold in effect and where it comes from", async () => {
  const rulesDir = editedRules();
  const { stdout, exitCode } = await runInProcess(
    { cwd: rulesDir, env: { WORKFLOW_RULES_DIR: rulesDir, MAX_AUTOMATION_FAILURES: "4" } },
    ["config", "--show", "--json"],
  );

  expect(exitCode).toBe(0);
  const { settings } = z
    .object({
      settings: z.array(
        z.object({ name: z.string(), value: z.unknown(), source: z.string(), from: z.string() }),
      ),
    })
    .parse(JSON.parse(stdout));
  const shown = settings.filter(({ name }) =>
    ["automationPriorityThreshold", "maxAutomationFailures", "maxDailyTasks"].includes(name),
  );
  expect(shown).toEqual([
    { name: "automationPriorityThreshold", value: 0.95, source: "rules", from: "routing.json" },
    { name: "maxAutomationFailures", value: 4, source: "environment", from: "MAX_AUTOMATION_FAILURES" },
    { name: "maxDailyTasks", value: 1000, source: "default", from: "built in" },
  ]);
});
