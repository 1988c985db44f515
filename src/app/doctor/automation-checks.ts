import { join } from "node:path";
import type { Config } from "../../config/parameters.ts";
import { loadManufacturers } from "../../decide/load-manufacturers.ts";
import { loadRuleset } from "../../decide/load-ruleset.ts";
import type { Logger } from "../../domain/logger.ts";
import { recentFailures } from "../../store/recent-failures.ts";
import { knownQuota } from "../../store/quota-windows.ts";
import { openProvider } from "../open-provider.ts";
import type { Check, Finding } from "./check.ts";
import type { LazyLedger } from "./lazy-ledger.ts";

const trouble = "Automation failures";
const windowDays = 7;

interface AutomationCheckDependencies {
  readonly config: Config;
  readonly log: Logger;
  readonly ledger: LazyLedger;
}

/** Why lookups could fail: credentials, quota, rules, and what failed lately. */
export function automationChecks(deps: AutomationCheckDependencies): Check[] {
  const { config, ledger } = deps;
  return [
    { name: "credentials", trouble, find: (signal) => credentials(deps, signal) },
    { name: "quota", trouble, find: () => quota(deps) },
    {
      name: "rules",
      trouble,
      find() {
        const ruleset = loadRuleset(join(config.rulesDir, config.routingRules));
        loadManufacturers(join(config.rulesDir, "manufacturers.json"));
        const detail = `${ruleset.name} ${ruleset.version}, ${ruleset.rules.length} rules`;
        return Promise.resolve({ kind: "ok", detail });
      },
    },
    {
      name: "failures",
      trouble,
      async find() {
        const failures = await recentFailures(await ledger.migrated(), windowDays);
        if (failures.length === 0) return { kind: "ok", detail: `none within ${windowDays} days` };
        const counts = failures.map(({ errorClass, count }) => `${count} ${errorClass}`).join(", ");
        const detail = `${counts} within ${windowDays} days`;
        return failures.some(({ errorClass }) => isOurs(errorClass))
          ? { kind: "warning", detail, remedy: "see the classes in the README, and run with --debug" }
          : { kind: "ok", detail };
      },
    },
  ];
}

/** Of the part and not of the way to it: there people go on. */
const ofThePart = new Set(["not_found", "ambiguous_match", "invalid_part", "parse"]);

function isOurs(errorClass: string): boolean {
  return !ofThePart.has(errorClass);
}

async function credentials(
  { config, log }: AutomationCheckDependencies,
  signal: AbortSignal,
): Promise<Finding> {
  await using opened = await openProvider(config, log);
  await opened.provider.checkAccess(signal);
  return { kind: "ok", detail: `accepted by ${opened.description}` };
}

async function quota({ config, log, ledger }: AutomationCheckDependencies): Promise<Finding> {
  await using opened = await openProvider(config, log);
  const known = await knownQuota(await ledger.migrated(), opened.provider.name);
  if (known === null) return { kind: "ok", detail: "not known before the first call" };
  if (known.closedUntil !== null) {
    return {
      kind: "warning",
      detail: `used up until ${known.closedUntil.toISOString()}`,
      remedy: "wait, or force parts to people with --force-manual",
    };
  }
  const limit = known.limit === null ? "" : ` of ${known.limit}`;
  const detail = `${known.remaining ?? "?"}${limit} calls left as of ${known.observedAt.toISOString()}`;
  return { kind: "ok", detail };
}
