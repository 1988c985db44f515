import type { Ruleset } from "../decide/ruleset.ts";
import { UserError } from "../domain/fault.ts";
import type { PortLine } from "./executor.ts";
import type { Need } from "./need.ts";

/** What is described, and what of it the work at hand cannot do without. */
export interface DescribedPorts {
  readonly descriptions: Readonly<Record<"database" | "provider", string>>;
  readonly openSource: () => Promise<{ readonly description: string }>;
  readonly latestRuleset: () => Promise<Ruleset>;
  readonly needs: readonly Need[];
}

/** What goes on while a port cannot be used. */
const goesOn = {
  source: "batches that are extracted go on",
  rules: "batches go on with those they began with",
} as const satisfies Record<Need, string>;

/**
 * One line for each of the four ports. What cannot be used and is not needed keeps its line, with the reason.
 *
 * @throws {UserError} when something that is needed cannot be used.
 */
export async function describePorts(ports: DescribedPorts): Promise<readonly PortLine[]> {
  const { database, provider } = ports.descriptions;
  return [
    { port: "database", text: database, isUsable: true },
    await line(ports, "source", async () => (await ports.openSource()).description),
    { port: "provider", text: provider, isUsable: true },
    await line(ports, "rules", async () => rulesText(await ports.latestRuleset())),
  ];
}

async function line(
  { needs }: DescribedPorts,
  port: Need,
  describe: () => Promise<string>,
): Promise<PortLine> {
  try {
    return { port, text: await describe(), isUsable: true };
  } catch (cause) {
    if (!(cause instanceof UserError) || needs.includes(port)) throw cause;
    const reason = cause.message.replaceAll(/\s+/g, " ");
    return { port, text: `cannot be used now; ${goesOn[port]}: ${reason}`, isUsable: false };
  }
}

function rulesText({ name, version, hash }: Ruleset): string {
  return `${name} ${version} (${hash.slice(0, 8)})`;
}
