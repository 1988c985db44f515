import { expect, it } from "vitest";
import { openProvider, sandboxCredentials } from "../../src/app/open-provider.ts";
import { Config } from "../../src/config/parameters.ts";
import { exitCodes } from "../../src/domain/fault.ts";
import type { Logger } from "../../src/domain/logger.ts";
import { credentials, startOwnServer } from "../sandbox/digikey-server/sandbox-client.ts";

const settings = (baseUrl: string, databaseUrl: string | null, own = credentials) =>
  Config.parse({
    digikeyClientId: own.clientId,
    digikeyClientSecret: own.clientSecret,
    digikeyBaseUrl: baseUrl,
    databaseUrl,
  });
const nothing = () => undefined;
const silent: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };
const { signal } = new AbortController();

it("a sandbox behind the address of DigiKey is refused beside a database that is not the embedded one", async () => {
  await using server = await startOwnServer(sandboxCredentials);
  const config = settings(server.baseUrl, "postgres://user@127.0.0.1:1/parts", sandboxCredentials);
  await using opened = await openProvider(config, silent);
  await expect(opened.provider.checkAccess(signal)).rejects.toMatchObject({
    exitCode: exitCodes.provider,
    message:
      "DIGIKEY_BASE_URL names a sandbox, which may fill the embedded database only: unset DIGIKEY_BASE_URL to ask DigiKey itself, or unset DATABASE_URL.",
  });
  expect(server.stats().calls).toBe(0);
});

it("a sandbox behind the address of DigiKey may fill the embedded database", async () => {
  await using server = await startOwnServer();
  await using opened = await openProvider(settings(server.baseUrl, null), silent);
  await expect(opened.provider.checkAccess(signal)).resolves.toBeUndefined();
});

it.each([
  ["DigiKey", "https://api.digikey.com", credentials, "digikey"],
  ["DigiKey behind a proxy", "http://127.0.0.1:8080", credentials, "digikey"],
  ["DigiKey's own sandbox", "https://sandbox-api.digikey.com/", credentials, "digikey-sandbox-api"],
  ["a sandbox that is served", "http://127.0.0.1:8080", sandboxCredentials, "digikey-sandbox"],
])("the answers of %s have a name of their own", async (_, baseUrl, own, name) => {
  const config = settings(baseUrl, null, own);
  await using opened = await openProvider(config, silent);
  expect(opened.provider.name).toBe(name);
});
