import { once } from "node:events";
import { sandboxCredentials } from "../../app/open-provider.ts";
import { exitCodes, UserError, type ExitCode } from "../../domain/fault.ts";
import { sandboxCatalogue } from "../../sandbox/catalogue/sandbox-catalogue.ts";
import { faultProfiles } from "../../sandbox/digikey-server/fault-profile.ts";
import { type DigikeyServer, startDigikeyServer } from "../../sandbox/digikey-server/start-digikey-server.ts";
import { errorCode } from "../../store/connection/error-code.ts";
import { type CommonOptions, createContext, type Shell } from "../context.ts";
import { formatCount } from "../terminal/format-count.ts";

export interface SandboxServeOptions extends CommonOptions {
  readonly port: number;
  readonly faults?: string;
  /** Calls answered in a clock minute and in a day of UTC; any number when absent. */
  readonly perMinute?: number;
  readonly perDay?: number;
}

/** `workflow sandbox serve`: the sandbox's provider as a server that several processes ask, until it is interrupted. */
export async function sandboxServeCommand(shell: Shell, options: SandboxServeOptions): Promise<ExitCode> {
  const context = createContext(shell, options, { sandboxFaults: options.faults });
  const { sandboxFaults, sandboxSeed } = context.resolved.values;
  const { clientId, clientSecret } = sandboxCredentials;
  await using server = await started(options.port, {
    ...sandboxCredentials,
    catalogue: sandboxCatalogue,
    faults: faultProfiles[sandboxFaults],
    seed: sandboxSeed,
    limits: { perMinute: options.perMinute ?? null, perDay: options.perDay ?? null },
  });
  const { baseUrl } = server;
  const variables = {
    DIGIKEY_BASE_URL: baseUrl,
    DIGIKEY_CLIENT_ID: clientId,
    DIGIKEY_CLIENT_SECRET: clientSecret,
  };
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  shell.stdout.write(
    context.isJson ? `${JSON.stringify({ baseUrl, variables })}\n` : `${lines.join("\n")}\n`,
  );
  context.note("provider", `sandbox at ${baseUrl}, faults: ${sandboxFaults}; Ctrl-C ends it`);
  const limits = limitsText(options);
  if (limits !== "") context.note("deferred", `answers no more than ${limits}`);
  if (!shell.signal.aborted) await once(shell.signal, "abort");
  return exitCodes.ok;
}

function limitsText({ perMinute, perDay }: SandboxServeOptions): string {
  return [
    ...(perMinute === undefined ? [] : [`${formatCount(perMinute)} calls a minute`]),
    ...(perDay === undefined ? [] : [`${formatCount(perDay)} calls a day`]),
  ].join(" and ");
}

/** @throws {UserError} when somebody else has the port. */
async function started(
  port: number,
  options: Parameters<typeof startDigikeyServer>[0],
): Promise<DigikeyServer> {
  try {
    return await startDigikeyServer({ ...options, port });
  } catch (cause) {
    if (!["EADDRINUSE", "EACCES"].includes(errorCode(cause) ?? "")) throw cause;
    throw new UserError(exitCodes.usage, `--port ${port} is not free: give another.`, { cause });
  }
}
