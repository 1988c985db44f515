import { type ResolvedConfig, loadConfig } from "./load-config.ts";

/**
 * The configuration of a process without a command line: the file of the working folder, and the environment.
 *
 * @throws {UserError} with one line for every problem.
 */
export function environmentConfig(): ResolvedConfig {
  return loadConfig({ env: process.env, cwd: process.cwd() });
}
