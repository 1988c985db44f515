import { type Command, Option } from "commander";
import { parseCount } from "./parse-arguments.ts";

/** The most parts that one run may ask for. */
export const maxLimit = 100_000;

/** What `--local` does, for the commands that otherwise go to Trigger.dev. */
export const localText = "run in this process, also with TRIGGER_SECRET_KEY set";

/** Reads a whole number from 1 to `max`, as commander wants it. */
export const count = (flag: string, max: number) => (text: string) => parseCount(flag, text, { min: 1, max });

/** Adds the options that every command takes. */
export function withCommon(command: Command): Command {
  return command
    .option("--config <file>", "configuration file (default: workflow.config.json)")
    .option("--json", "print the result as JSON")
    .option("--debug", "log request ids, rule traces and stacks")
    .addOption(new Option("--no-emoji", "plain words instead of emoji"));
}
