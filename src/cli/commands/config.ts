import { join } from "node:path";
import { describeConfig } from "../../config/describe-config.ts";
import { loadRuleset } from "../../decide/load-ruleset.ts";
import { unreachableBranches } from "../../decide/unreachable-branches.ts";
import { exitCodes, type ExitCode } from "../../domain/fault.ts";
import { type CommonOptions, createContext, type Shell } from "../context.ts";
import { symbol } from "../terminal/symbol.ts";
import { table } from "../terminal/table.ts";

/** `workflow config --show`: every setting, where it came from, and what it makes impossible. */
export function configCommand(shell: Shell, options: CommonOptions): ExitCode {
  const context = createContext(shell, options);
  const { values } = context.resolved;
  const ruleset = loadRuleset(join(values.rulesDir, values.routingRules));
  const warnings = unreachableBranches(ruleset, values.manualPriorityThreshold);
  const rows = describeConfig(context.resolved);
  const { terminal } = context;
  if (context.isJson) {
    terminal.stdout.write(`${JSON.stringify({ settings: rows, warnings }, null, 2)}\n`);
    return exitCodes.ok;
  }
  const text = table(
    terminal,
    [
      { header: "setting", value: (row) => row.seedName },
      { header: "value", value: (row) => (row.value === null ? null : String(row.value)) },
      { header: "from", value: (row) => (row.source === "default" ? "default" : row.from) },
      { header: "what it does", value: (row) => row.doc },
    ],
    rows,
  );
  const notes = warnings.map((warning) => `${symbol("warning", terminal)} ${warning}\n`);
  terminal.stdout.write(`${text}\n${notes.join("")}`);
  return exitCodes.ok;
}
