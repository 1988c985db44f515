import type { Config } from "../config/parameters.ts";
import { parseUrl } from "../config/parse-url.ts";
import { AttemptFault, UserError, exitCodes } from "../domain/fault.ts";
import type { Logger } from "../domain/logger.ts";
import { digikeyProvider } from "../scrape/digikey/digikey-provider.ts";
import { type HttpResponse, type HttpTransport, httpTransport } from "../scrape/digikey/http-transport.ts";
import { digikeySandboxHost, type ProviderName } from "../scrape/digikey/provider-name.ts";
import type { Provider } from "../scrape/provider.ts";
import type { ObservedQuota } from "../store/quota-windows.ts";

/** A provider ready to be asked, what to say about it, and how to close what it needs. */
export interface OpenProvider extends AsyncDisposable {
  readonly provider: Provider;
  readonly description: string;
  /** The provider's last word on its quota in this process. */
  readonly quota: () => ObservedQuota | null;
}

/** What the sandbox lets in; no word of a message, since credentials are masked wherever they stand. */
export const sandboxCredentials = { clientId: "sandbox-client-4010", clientSecret: "sandbox-secret-4010" };

/**
 * DigiKey's API where the configuration has credentials for it, else the sandbox on loopback.
 *
 * @throws {UserError} when the sandbox would have to feed a database that is not the embedded one.
 */
export async function openProvider(config: Config, log: Logger): Promise<OpenProvider> {
  const credentials = providerCredentials(config);
  if (credentials === null) return openSandbox(config, log);
  const options = { ...credentials, baseUrl: config.digikeyBaseUrl };
  return {
    ...connect(config, options, log),
    description: `DigiKey at ${config.digikeyBaseUrl}`,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/**
 * The credentials for DigiKey; null where the sandbox answers.
 *
 * @throws {UserError} for half of them, and for none beside a database that the sandbox may not fill.
 */
export function providerCredentials(config: Config): { clientId: string; clientSecret: string } | null {
  const { digikeyClientId: clientId, digikeyClientSecret: clientSecret } = config;
  if (clientId !== null && clientSecret !== null) return { clientId, clientSecret };
  if (clientId !== null || clientSecret !== null) {
    const missing = clientId === null ? "DIGIKEY_CLIENT_ID" : "DIGIKEY_CLIENT_SECRET";
    throw new UserError(
      exitCodes.usage,
      `${missing} is missing: DigiKey needs id and secret; set both, or neither for the sandbox.`,
    );
  }
  if (config.databaseUrl !== null) {
    throw new UserError(
      exitCodes.usage,
      "The sandbox may fill the embedded database only, and DATABASE_URL names another: set DIGIKEY_CLIENT_ID and DIGIKEY_CLIENT_SECRET to ask DigiKey itself, or unset DATABASE_URL.",
    );
  }
  return null;
}

/** Whose answers a configuration gets; credentials are not checked for it. */
export function configuredProvider({ digikeyClientId, digikeyBaseUrl }: Config): ProviderName {
  return providerNameOf({ clientId: digikeyClientId, baseUrl: digikeyBaseUrl });
}

/**
 * The same DigiKey by another address keeps its name; its sandbox has one of its own, and so has this project's, also
 * where it is a server to which only its own credentials are let in.
 */
function providerNameOf(target: { clientId: string | null; baseUrl: string }): ProviderName {
  if (target.clientId === null || target.clientId === sandboxCredentials.clientId) return "digikey-sandbox";
  return parseUrl(target.baseUrl)?.hostname === digikeySandboxHost ? "digikey-sandbox-api" : "digikey";
}

async function openSandbox(config: Config, log: Logger): Promise<OpenProvider> {
  const { startDigikeyServer } = await import("../sandbox/digikey-server/start-digikey-server.ts");
  const { sandboxCatalogue } = await import("../sandbox/catalogue/sandbox-catalogue.ts");
  const { faultProfiles } = await import("../sandbox/digikey-server/fault-profile.ts");
  const server = await startDigikeyServer({
    ...sandboxCredentials,
    catalogue: sandboxCatalogue,
    faults: faultProfiles[config.sandboxFaults],
    seed: config.sandboxSeed,
    limits: { perMinute: null, perDay: null },
  });
  return {
    ...connect(config, { ...sandboxCredentials, baseUrl: server.baseUrl }, log),
    description: `sandbox at ${server.baseUrl}, faults: ${config.sandboxFaults}`,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

function connect(
  config: Config,
  target: { clientId: string; clientSecret: string; baseUrl: string },
  log: Logger,
) {
  let quota: ObservedQuota | null = null;
  const provider = digikeyProvider({
    ...target,
    ...(config.digikeyAccountId !== null && { accountId: config.digikeyAccountId }),
    locale: {
      site: config.digikeyLocaleSite,
      language: config.digikeyLocaleLanguage,
      currency: config.digikeyLocaleCurrency,
    },
    timeoutMs: config.providerTimeoutMs,
    transport: config.databaseUrl === null ? httpTransport : refusingSandbox,
    onCall: (event) => log.debug("provider called", { ...event }),
    onQuota: (observed) => (quota = { ...quota, ...observed }),
  });
  return { provider: { ...provider, name: providerNameOf(target) }, quota: () => quota };
}

/** Lets no sandbox answer through, whatever address it came from. */
async function refusingSandbox(...request: Parameters<HttpTransport>): Promise<HttpResponse> {
  const response = await httpTransport(...request);
  if (response.headers.has("x-sandbox")) {
    response.body.destroy();
    throw new AttemptFault(
      "auth",
      "DIGIKEY_BASE_URL names a sandbox, which may fill the embedded database only: unset DIGIKEY_BASE_URL to ask DigiKey itself, or unset DATABASE_URL.",
    );
  }
  return response;
}
