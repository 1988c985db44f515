import { join } from "node:path";
import * as z from "zod";
import { learningParameters } from "./learning-parameters.ts";
import { digikeyParameters } from "./digikey-parameters.ts";
import { costParameters } from "./cost-parameters.ts";
import { schemaOf, type ParameterTable } from "./parameter-table.ts";
import { sandboxParameters } from "./sandbox-parameters.ts";
import { scheduleParameters } from "./schedule-parameters.ts";
import { sourceParameters } from "./source-parameters.ts";
import { triggerParameters } from "./trigger-parameters.ts";
import { projectFolder } from "./project-folder.ts";
import {
  choice,
  databaseUrl,
  optionalPath,
  optionalRulesFile,
  path,
  rulesFile,
  timeZone,
  toggle,
  wholeNumber,
} from "./value-kind.ts";
import { decisionParameters } from "./decision-parameters.ts";
import { ruleThresholds, workflowParameters } from "./workflow-parameters.ts";

/** Every setting there is. */
export const parameters = {
  ...workflowParameters,
  ...decisionParameters,
  dataDir: {
    kind: path,
    default: ".workflow",
    env: ["WORKFLOW_DATA_DIR"],
    doc: "Folder of the embedded database, the documents and the logs.",
  },
  rulesDir: {
    kind: path,
    default: join(projectFolder, "rules"),
    env: ["WORKFLOW_RULES_DIR"],
    doc: "Folder of the rule files.",
  },
  routingRules: {
    kind: rulesFile,
    default: "routing.json",
    env: ["WORKFLOW_ROUTING_RULES"],
    doc: "The file in the rules folder that decides routes.",
  },
  shadowRules: {
    kind: optionalRulesFile,
    default: null,
    env: ["WORKFLOW_SHADOW_RULES"],
    doc: "A second file in the rules folder, evaluated beside it and recorded; it decides nothing.",
  },
  ...learningParameters,
  source: {
    kind: optionalPath,
    default: null,
    env: ["WORKFLOW_SOURCE"],
    doc: "File with the source table; without one, the sandbox's own table.",
  },
  scoreScale: {
    kind: choice([1, 100]),
    default: 1,
    env: ["WORKFLOW_SCORE_SCALE"],
    doc: "The highest priority score the source can hold.",
  },
  ...sourceParameters,
  refreshAfterDays: {
    kind: wholeNumber(0, 3650),
    default: 30,
    env: ["WORKFLOW_REFRESH_AFTER_DAYS"],
    doc: "Days after which a completed part is taken again.",
  },
  businessTimezone: {
    kind: timeZone,
    default: "UTC",
    env: ["WORKFLOW_BUSINESS_TIMEZONE"],
    doc: "Time zone in which a business day begins and ends.",
  },
  ...scheduleParameters,
  ...costParameters,
  ...triggerParameters,
  databaseUrl: {
    kind: databaseUrl,
    default: null,
    env: ["DATABASE_URL"],
    isSecret: true,
    doc: "Postgres 15 or newer; without it, the embedded database in the data folder.",
  },
  migrationDatabaseUrl: {
    kind: databaseUrl,
    default: null,
    env: ["MIGRATION_DATABASE_URL"],
    isSecret: true,
    doc: "Direct or session-mode address for migrations, when DATABASE_URL goes through a transaction pooler.",
  },
  databaseSslCa: {
    kind: optionalPath,
    default: null,
    env: ["DATABASE_SSL_CA"],
    doc: "Certificate authority of the database's server: a file, or the PEM text itself.",
  },
  ...digikeyParameters,
  providerTimeoutMs: {
    kind: wholeNumber(100, 600_000),
    default: 15_000,
    env: ["WORKFLOW_PROVIDER_TIMEOUT_MS"],
    doc: "Milliseconds after which a provider's answer is given up.",
  },
  ...sandboxParameters,
  debug: {
    kind: toggle,
    default: false,
    env: ["WORKFLOW_DEBUG"],
    doc: "Logs request ids, rule traces and stacks.",
  },
  emoji: {
    kind: toggle,
    default: true,
    env: ["WORKFLOW_NO_EMOJI", "NO_EMOJI"],
    isEnvNegated: true,
    doc: "Emoji on the console; plain words without.",
  },
  progressLog: {
    kind: path,
    default: "automation_progress.log",
    env: ["WORKFLOW_PROGRESS_LOG"],
    doc: "File with one line per automation task; by default in the data folder.",
  },
} satisfies ParameterTable;

export type ParameterName = keyof typeof parameters;

const settings = schemaOf(parameters);

/** Every setting with its value; paths are absolute. */
export const Config = settings
  .extend({
    /** The thresholds of rules files that somebody set; those with their built-in values are the files' own. */
    ruleOverrides: z.partialRecord(z.enum(ruleThresholds), z.number()).default({}),
  })
  .readonly();
export type Config = z.infer<typeof Config>;

/** Every name, the seed's nine first. */
export const parameterNames: readonly ParameterName[] = settings.keyof().options;
