import { expect, it } from "vitest";
import { openProvider } from "../../src/app/open-provider.ts";
import { Config } from "../../src/config/parameters.ts";
import { exitCodes } from "../../src/domain/fault.ts";
import type { Logger } from "../../src/domain/logger.ts";
import { credentials, startOwnServer } from "../sandbox/digikey-server/sandbox-client.ts";

const settings = (baseUrl: string, databaseUrl: string | null) =>
  Config.parse({
    digikeyClientId: credentials.clientId,
    digikeyClientSecret: credentials.clientSecret,
    digikeyBaseUrl: baseUrl,
    databaseUrl,
  });
const nothing = () => undefined;
const silent: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };
const { signal } = new AbortController();

it("a sandbox behind the address of DigiKey is refused beside a database that is not the embedded one", async () => {
  await using server = await startOwnServer();
  const config = settings(server.baseUrl, "postgres://user@127.0.0.1:1/parts");
  await using opened = await openProvider(config, silent);
  await expect(opened.provider.checkAccess(signal)).rejects.toMatchObject({
    exitCode: exitCodes.provider,
    message: expect.stringMatching(/^The sandbox may fill the embedded database only/) as unknown,
  });
  expect(server.stats().calls).toBe(0);
});

it("a sandbox behind the address of DigiKey may fill the embedded database", async () => {
  await using server = await startOwnServer();
  await using opened = await openProvider(settings(server.baseUrl, null), silent);
  await expect(opened.provider.checkAccess(signal)).resolves.toBeUndefined();
});
