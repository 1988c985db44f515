import { expect, it } from "vitest";
import { describeConfig } from "../../src/config/describe-config.ts";
import { loadConfig } from "../../src/config/load-config.ts";
import { workflowParameters } from "../../src/config/workflow-parameters.ts";

const env = {
  DATABASE_URL: "postgres://u:hidden@db.example:5432/d",
  MIGRATION_DATABASE_URL: "postgres://u:hidden@db.example:5432/d",
  DIGIKEY_CLIENT_ID: "visible-id",
  DIGIKEY_CLIENT_SECRET: "hidden-too",
  TRIGGER_SECRET_KEY: "tr_prod_hidden",
  DATABASE_SSL_CA: "-----BEGIN CERTIFICATE-----\nlong\n-----END CERTIFICATE-----",
  MAX_BATCH_SIZE: "20",
};
const resolved = loadConfig({ cwd: "/nowhere", env });

function row(name: string) {
  return describeConfig(resolved).find((candidate) => candidate.name === name);
}

it("lists the nine parameters of the guide first", () => {
  const names = describeConfig(resolved).map(({ name }) => name);
  expect(names.slice(0, 9)).toEqual(Object.keys(workflowParameters));
});

it("shows a value with its origin and its other spelling", () => {
  expect(row("maxBatchSize")).toMatchObject({
    seedName: "max_batch_size",
    value: 20,
    source: "environment",
    from: "MAX_BATCH_SIZE",
  });
});

it("hides secrets and shows what is beside them", () => {
  expect(JSON.stringify(describeConfig(resolved))).not.toContain("hidden");
  expect(row("databaseUrl")?.value).toBe("postgres://u:***@db.example:5432/d");
  expect(row("digikeyClientSecret")?.value).toBe("***");
  expect(row("triggerSecretKey")?.value).toBe("***");
  expect(row("triggerApiUrl")?.value).toBe("https://api.trigger.dev");
  expect(row("digikeyClientId")?.value).toBe("visible-id");
  expect(row("databaseSslCa")?.value).toBe("PEM text");
});
