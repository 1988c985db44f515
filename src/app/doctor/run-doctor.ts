import type { Config } from "../../config/parameters.ts";
import { redactSecrets, secretsOf } from "../../config/redact.ts";
import type { Logger } from "../../domain/logger.ts";
import { knownPartCount } from "../../store/known-part-count.ts";
import { lazySource } from "../open-source.ts";
import { automationChecks } from "./automation-checks.ts";
import { type Check, type CheckResult, type Finding, runCheck } from "./check.ts";
import { lazyLedger } from "./lazy-ledger.ts";
import { ledgerChecks } from "./ledger-checks.ts";
import { sourceChecks } from "./source-checks.ts";
import { surroundingsChecks } from "./surroundings-checks.ts";

export interface DoctorOptions {
  readonly config: Config;
  readonly log: Logger;
  readonly now: () => Date;
  /** Most milliseconds that one check may take. */
  readonly limitMs: number;
}

/** Everything that was looked at, and whether nothing of it failed. */
export interface DoctorReport {
  readonly isHealthy: boolean;
  readonly checks: readonly CheckResult[];
}

/** Looks at everything that a run needs, each on its own, and changes nothing but the folder of the embedded database. */
export async function runDoctor(options: DoctorOptions): Promise<DoctorReport> {
  const { config, limitMs } = options;
  await using ledger = lazyLedger(config);
  await using source = lazySource(config, {
    ...options,
    // The check of the source tells it.
    onStale: () => undefined,
    doneParts: async () => knownPartCount(await ledger.db()),
  });
  const checks: readonly Check[] = [
    ...sourceChecks({ ...options, openSource: source.open, ledger }),
    ...automationChecks({ ...options, ledger }),
    ...ledgerChecks({ ...options, ledger }),
    ...surroundingsChecks({ ...options, ledger }),
  ];
  const found = await Promise.all(checks.map((check) => runCheck(check, limitMs)));
  const secrets = secretsOf(config);
  const results = found.map((result) => ({ ...result, finding: withoutSecrets(result.finding, secrets) }));
  return { isHealthy: results.every(({ finding }) => finding.kind !== "failed"), checks: results };
}

function withoutSecrets(finding: Finding, secrets: readonly string[]): Finding {
  const detail = redactSecrets(finding.detail, secrets);
  return finding.kind === "ok"
    ? { ...finding, detail }
    : { ...finding, detail, remedy: redactSecrets(finding.remedy, secrets) };
}
