import { digikeyProvider } from "../src/scrape/digikey/digikey-provider.ts";
import type { Provider } from "../src/scrape/provider.ts";
import { sandboxCredentials } from "./sandbox-process.ts";

/** The real client, pointed at a sandbox. */
export function benchProvider(baseUrl: string): Provider {
  return digikeyProvider({
    ...sandboxCredentials,
    baseUrl,
    locale: { site: "US", language: "en", currency: "USD" },
    timeoutMs: 30_000,
  });
}
