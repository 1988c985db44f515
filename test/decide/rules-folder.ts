import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { seedRulesFolder } from "../support/seed-rules.ts";

export const routingPath = join(seedRulesFolder, "routing.json");
export const strictTriggerPath = join(seedRulesFolder, "strict-trigger.json");

/** A copy of the seed rules in a folder of its own, with some files replaced; answers the path of its rules file. */
export function rulesFolderWith(files: Readonly<Record<string, unknown>>): string {
  const folder = mkdtempSync(join(tmpdir(), "rules-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  cpSync(seedRulesFolder, folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    const isText = typeof content === "string" || Buffer.isBuffer(content);
    writeFileSync(join(folder, name), isText ? content : JSON.stringify(content));
  }
  return join(folder, "routing.json");
}

export const forcedRules = (["manual", "automation"] as const).map((route) => ({
  id: `forced-${route}`,
  when: { all: [{ fact: "forcedRoute", operator: "equal", value: route }] },
  then:
    route === "manual" ? { route, manualPriority: "medium", reason: "Forced" } : { route, reason: "Forced" },
}));

/** A small sound rules file, with parts replaced. */
export function draft(
  parts: { rules?: readonly unknown[]; params?: unknown; conditions?: unknown; lane?: unknown } & Record<
    string,
    unknown
  > = {},
): Record<string, unknown> {
  const { rules = [], ...rest } = parts;
  return {
    name: "draft",
    version: "1",
    params: {},
    conditions: {},
    lane: { high: { all: [{ fact: "priorityScore", operator: "greaterThan", value: 0.9 }] } },
    otherwise: { route: "manual", manualPriority: "low", reason: "Nothing matched" },
    ...rest,
    rules: [...forcedRules, ...rules],
  };
}

/** A rule that sends to automation what meets `when`. */
export function automate(id: string, when: unknown) {
  return { id, when, then: { route: "automation", reason: "Because" } };
}
