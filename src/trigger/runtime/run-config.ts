import { environmentConfig } from "../../config/environment-config.ts";
import type { ResolvedConfig } from "../../config/load-config.ts";
import { redactSecrets, secretsOf } from "../../config/redact.ts";

let secrets: readonly string[] | undefined;

/**
 * The configuration in the environment of the run that asks. A process serves one run after another, and each brings
 * the variables as its project has them by then.
 *
 * @throws {UserError} with one line for every problem.
 */
export function runConfig(): ResolvedConfig {
  const config = environmentConfig();
  secrets = secretsOf(config.values);
  return config;
}

/** Text that the platform may show: without the secrets of the run's configuration. */
export function shownText(text: string): string {
  secrets ??= secretsOf(environmentConfig().values);
  return redactSecrets(text, secrets);
}

/** An error that the platform may show: the same one, without secrets in what it says, nor in what caused it. */
export function shownError(error: unknown): unknown {
  if (typeof error === "string") return shownText(error);
  const seen = new Set<unknown>();
  for (let one = error; one instanceof Error && !seen.has(one); one = one.cause) {
    seen.add(one);
    one.message = shownText(one.message);
    if (one.stack !== undefined) one.stack = shownText(one.stack);
  }
  return error;
}
