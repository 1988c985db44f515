import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { describeConfig } from "../../src/config/describe-config.ts";
import { loadConfig } from "../../src/config/load-config.ts";
import { redactSecrets, secretsOf } from "../../src/config/redact.ts";

const cwd = mkdtempSync(join(tmpdir(), "config-"));
afterAll(() => rmSync(cwd, { recursive: true }));

const load = (env: NodeJS.ProcessEnv) => loadConfig({ env, cwd });

describe("the mapping of columns", () => {
  it("is text or an object, and is shown as text", () => {
    const configFile = join(cwd, "object.json");
    writeFileSync(configFile, '{ "source_columns": { "pn": "Mfr Part #", "score": "ranking.value" } }');

    const fromFile = loadConfig({ env: {}, cwd, configFile });
    const fromText = load({ WORKFLOW_SOURCE_COLUMNS: " pn = Mfr Part # ,score=ranking.value" });

    expect(fromFile.values.sourceColumns).toEqual({ pn: "Mfr Part #", score: "ranking.value" });
    expect(fromText.values.sourceColumns).toEqual(fromFile.values.sourceColumns);
    const shown = describeConfig(fromText).find(({ name }) => name === "sourceColumns");
    expect(shown?.value).toBe("pn=Mfr Part #, score=ranking.value");
  });

  it.each(["pnn=mpn", "pn", "pn=", "pn=a, pn=b", "pn=a,", "=a"])("of the form %j is refused", (text) => {
    expect(() => load({ WORKFLOW_SOURCE_COLUMNS: text })).toThrow(
      /^WORKFLOW_SOURCE_COLUMNS in the environment is ".*", but has to be pairs such as pn=mpn, .* product_id, pn, /,
    );
  });

  it("that is blank is none", () => {
    const configFile = join(cwd, "blank.json");
    writeFileSync(configFile, '{ "sourceColumns": "" }');

    expect(loadConfig({ env: {}, cwd, configFile }).values.sourceColumns).toBeNull();
  });
});

describe("the BigQuery table", () => {
  it.each(["parts.all", "my-project-1.parts.all", "my-project-1.parts.all-2026"])("may be %s", (name) => {
    expect(load({ BIGQUERY_TABLE: name }).values.bigqueryTable).toBe(name);
  });

  it.each(["parts", "a.b.c.d", "proj.`x`.y", "my-project.parts.all` WHERE 1=1 --", "parts.a b", "UPPER.b.c"])(
    "may not be %s",
    (name) => {
      expect(() => load({ BIGQUERY_TABLE: name })).toThrow(
        "has to be project.dataset.table or dataset.table: change or unset it.",
      );
    },
  );
});

describe("the key of a service account", () => {
  const key = "-----BEGIN PRIVATE KEY-----\nAbCdEfGhIjKlMnOp\nQrStUvWxYz012345\n-----END PRIVATE KEY-----\n";
  const json = JSON.stringify({ type: "service_account", private_key: key });

  it.each([
    ["JSON", json],
    ["base64", Buffer.from(json).toString("base64")],
  ])("is shown nowhere when given as %s", (_, text) => {
    const resolved = load({ BIGQUERY_CREDENTIALS: text });
    const secrets = secretsOf(resolved.values);

    expect(JSON.stringify(describeConfig(resolved))).not.toContain(text.slice(0, 30));
    expect(redactSecrets(`given ${text}`, secrets)).toBe("given ***");
    const redacted = redactSecrets(`as line ${key} and as JSON ${JSON.stringify(key)}`, secrets);
    expect(redacted).not.toMatch(/AbCdEfGh|QrStUvWx/);
  });
});
