import type { Config } from "../../config/parameters.ts";
import { businessDay } from "../../domain/business-day.ts";
import type { PartSource } from "../../extract/part-source.ts";
import { staleness } from "../../extract/staleness.ts";
import { reservedParts } from "../../store/budget-left.ts";
import { type Check, type Finding, MissingPrerequisite } from "./check.ts";
import type { LazyLedger } from "./lazy-ledger.ts";

const trouble = "No BigQuery data";

interface SourceCheckDependencies {
  readonly config: Config;
  readonly openSource: () => Promise<PartSource>;
  readonly ledger: LazyLedger;
  readonly now: () => Date;
}

/** Why a run could take no part: the source, what it holds, and the day's limit. */
export function sourceChecks(deps: SourceCheckDependencies): Check[] {
  const { config, openSource, ledger, now } = deps;
  return [
    {
      name: "source",
      trouble,
      async find() {
        const source = await openSource();
        const problem = staleness(source, { now: now(), maxAgeHours: config.sourceMaxAgeHours });
        if (problem !== null)
          return {
            kind: "warning",
            detail: problem,
            remedy: "refresh it, or raise WORKFLOW_SOURCE_MAX_AGE_HOURS",
          };
        const age = source.modifiedAt === null ? "age unknown" : `changed ${source.modifiedAt.toISOString()}`;
        return { kind: "ok", detail: `${source.description}, ${age}` };
      },
    },
    {
      name: "rows",
      trouble,
      find: () => rows(deps),
    },
    {
      name: "budget",
      trouble,
      async find() {
        const day = businessDay(now(), config.businessTimezone);
        const left = config.maxDailyTasks - (await reservedParts(await ledger.migrated(), day));
        const detail = `${Math.max(left, 0)} of ${config.maxDailyTasks} parts left on ${day}`;
        return left > 0
          ? { kind: "ok", detail }
          : { kind: "warning", detail, remedy: "wait for the next business day, or raise MAX_DAILY_TASKS" };
      },
    },
  ];
}

async function rows({ config, openSource }: SourceCheckDependencies): Promise<Finding> {
  const floor = config.manualPriorityThreshold;
  const source = await openSource().catch((cause: unknown) => {
    throw new MissingPrerequisite("needs the source, which cannot be used", { cause });
  });
  // A query that is billed is only checked and priced.
  const estimate = await source.estimate({ floor });
  if (estimate !== null)
    return { kind: "ok", detail: `the query is valid, about $${estimate.usd.toFixed(4)}` };
  const page = await source.page({ after: null, pageSize: 1, floor });
  return page.rows.length > 0
    ? { kind: "ok", detail: `there are rows at or above the floor of ${floor}` }
    : {
        kind: "failed",
        detail: `no row has a score of ${floor} or more`,
        remedy: "lower MANUAL_PRIORITY_THRESHOLD, or check WORKFLOW_SCORE_SCALE",
      };
}
