import { exitCodes, type ExitCode } from "../../domain/fault.ts";
import { type CostEstimate, estimateCost } from "../../report/cost-estimate.ts";
import { platformPrices } from "../../report/platform-prices.ts";
import { type CommonOptions, createContext, type Shell } from "../context.ts";
import { outputFile } from "../output-file.ts";
import { formatCount } from "../terminal/format-count.ts";
import { table } from "../terminal/table.ts";
import { wrap } from "../terminal/wrap.ts";

/** `workflow cost`: what so many parts a day cost on Trigger.dev, and what limits them. */
export function costCommand(
  shell: Shell,
  options: CommonOptions & { readonly parts?: number; readonly output?: string },
): ExitCode {
  const context = createContext(shell, options);
  const output = options.output === undefined ? undefined : outputFile(options.output, shell.cwd);
  const { values } = context.resolved;
  const sizes = options.parts === undefined ? [values.maxDailyTasks, 1_000, 1_000_000] : [options.parts];
  const estimates = [...new Set(sizes)].map((partsPerDay) =>
    estimateCost(
      {
        partsPerDay,
        secondsPerPart: values.secondsPerPart,
        machine: values.triggerMachine,
        maxConcurrent: values.automationMaxConcurrent,
        providerDailyCalls: values.providerDailyCalls,
      },
      platformPrices,
    ),
  );
  const result = { prices: platformPrices, estimates };
  output?.write(result);
  const { terminal } = context;
  const basis = `On ${values.triggerMachine}, ${values.secondsPerPart} s a part, one run each. List prices of ${platformPrices.asOf} (${platformPrices.source}); a month has 30 days. Only parts that the rules automate cost a run.`;
  const text = [
    table(
      terminal,
      [
        { header: "parts a day", value: ({ partsPerDay }) => formatCount(partsPerDay), align: "right" },
        { header: "$ a day", value: ({ costPerDay }) => costPerDay.toFixed(2), align: "right" },
        { header: "$ a month", value: ({ costPerMonth }) => costPerMonth.toFixed(2), align: "right" },
        { header: "at once", value: ({ concurrencyNeeded }) => concurrencyNeeded },
        { header: "limit", value: limitText },
      ],
      estimates,
    ),
    "",
    ...wrap(basis, terminal.columns),
  ].join("\n");
  terminal.stdout.write(`${context.isJson ? JSON.stringify(result, null, 2) : text}\n`);
  return exitCodes.ok;
}

function limitText({ bindingLimit, days }: CostEstimate): string {
  const takes = `takes ${days.toFixed(1)} days`;
  switch (bindingLimit) {
    case "none":
      return "none";
    case "provider_quota":
      return `provider quota: ${takes}`;
    case "concurrency":
      return `AUTOMATION_MAX_CONCURRENT: ${takes}`;
    case "platform_starts":
      return `runs started a second: ${takes}`;
  }
}
