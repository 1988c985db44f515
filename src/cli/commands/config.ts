import { type ConfigRow, describeConfig } from "../../config/describe-config.ts";
import { namedRuleset } from "../../app/named-ruleset.ts";
import { ruleThresholds } from "../../config/workflow-parameters.ts";
import { namedThreshold } from "../../decide/named-threshold.ts";
import type { Ruleset } from "../../decide/ruleset.ts";
import { unreachableBranches } from "../../decide/unreachable-branches.ts";
import { exitCodes, type ExitCode } from "../../domain/fault.ts";
import { type CommonOptions, createContext, type Shell } from "../context.ts";
import { symbol } from "../terminal/symbol.ts";
import { table } from "../terminal/table.ts";
import { textWidth } from "../terminal/text-width.ts";
import { wrap } from "../terminal/wrap.ts";

/** A setting; one that nobody set and that the rules file has comes from there. */
type Row = Omit<ConfigRow, "source"> & { readonly source: ConfigRow["source"] | "rules" };

const wideColumns = 140;

/** `workflow config --show`: every setting, where it came from, and what it makes impossible. */
export function configCommand(shell: Shell, options: CommonOptions): ExitCode {
  const context = createContext(shell, options);
  const { values } = context.resolved;
  const ruleset = namedRuleset(values, null, shell.cwd);
  const warnings = unreachableBranches(ruleset, values.manualPriorityThreshold);
  const rows = describeConfig(context.resolved).map((row) =>
    asRulesHaveIt(row, ruleset, values.routingRules),
  );
  const { terminal } = context;
  if (context.isJson) {
    terminal.stdout.write(`${JSON.stringify({ settings: rows, warnings }, null, 2)}\n`);
    return exitCodes.ok;
  }
  const text = table(
    terminal,
    [
      { header: "setting", value: (row) => row.seedName, isWhole: true },
      { header: "value", value: (row) => (row.value === null ? null : String(row.value)) },
      { header: "from", value: (row) => (row.source === "default" ? "default" : row.from) },
      // Cut to a few letters it would explain nothing.
      ...(terminal.columns < wideColumns ? [] : [{ header: "what it does", value: (row: Row) => row.doc }]),
    ],
    rows,
  );
  const sign = symbol("warning", terminal);
  const indent = " ".repeat(textWidth(sign) + 1);
  const notes = warnings.map(
    (warning) => `${sign} ${wrap(warning, terminal.columns - indent.length).join(`\n${indent}`)}\n`,
  );
  terminal.stdout.write(`${text}\n${notes.join("")}`);
  return exitCodes.ok;
}

function asRulesHaveIt(row: ConfigRow, ruleset: Ruleset, from: string): Row {
  const isOfRules = row.source === "default" && ruleThresholds.some((name) => name === row.name);
  const value = isOfRules ? namedThreshold(ruleset, row.name) : null;
  return value === null ? row : { ...row, value, source: "rules", from };
}
