import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadConfig, type ConfigRequest } from "../../src/config/load-config.ts";
import { seedName } from "../../src/config/parameter-table.ts";
import { parameterNames, parameters } from "../../src/config/parameters.ts";
import { workflowParameters } from "../../src/config/workflow-parameters.ts";
import { UserError } from "../../src/domain/fault.ts";

let cwd: string;

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "config-"));
});
afterEach(() => {
  rmSync(cwd, { recursive: true });
});

function writeConfig(content: unknown, name = "workflow.config.json"): string {
  const file = join(cwd, name);
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

function load(request: Partial<ConfigRequest> = {}) {
  return loadConfig({ env: {}, cwd, ...request });
}

function problems(request: Partial<ConfigRequest> = {}): string[] {
  try {
    load(request);
  } catch (error) {
    if (error instanceof UserError && error.exitCode === 2) return error.message.split("\n");
    throw error;
  }
  throw new Error("the configuration was accepted");
}

describe("defaults", () => {
  it("has the nine parameters of the guide under their names there", () => {
    const { values } = load();
    const named = Object.keys(workflowParameters).map((name) => [
      seedName(name),
      new Map<string, unknown>(Object.entries(values)).get(name),
    ]);
    expect(Object.fromEntries(named)).toEqual({
      automation_priority_threshold: 0.8,
      automation_max_concurrent: 5,
      automation_retry_attempts: 3,
      manual_priority_threshold: 0.5,
      manual_batch_size: 50,
      automation_failure_to_manual: true,
      max_automation_failures: 3,
      max_daily_tasks: 1000,
      max_batch_size: 100,
    });
  });

  it.each(parameterNames)("has a default for %s that its own check accepts", (name) => {
    const parameter = parameters[name];
    expect(parameter.kind.schema.safeParse(parameter.default).success).toBe(true);
  });

  it("gives no two settings the same variable", () => {
    const variables = parameterNames.flatMap((name): string[] => parameters[name].env);
    expect(new Set(variables).size).toBe(variables.length);
  });

  it("says that they are built in", () => {
    expect(load().origins.maxBatchSize).toEqual({ source: "default", from: "built in" });
  });
});

describe("a schedule", () => {
  it.each(["WORKFLOW_SCHEDULE", "WORKFLOW_SWEEP_SCHEDULE"])("that is never due is refused in %s", (name) => {
    for (const never of ["0 0 31 2 *", "0 0 31 4,6 *"]) {
      const [problem, ...more] = problems({ env: { [name]: never } });
      expect(problem).toContain(`is "${never}", but has to be a cron expression of five fields`);
      expect(problem).toContain("that is due on some day");
      expect(more).toEqual([]);
    }
  });

  it.each(["0 0 29 2 *", "*/15 * * * *", "0 6 31 * *"])("%s is due on some day", (schedule) => {
    expect(load({ env: { WORKFLOW_SCHEDULE: schedule } }).values.schedule).toBe(schedule);
  });
});

describe("precedence", () => {
  it("lets a flag beat the environment, that the file, and that the default, and names each", () => {
    const file = writeConfig({ max_batch_size: 1, maxDailyTasks: 2, manualBatchSize: 3 });
    const env = { MAX_BATCH_SIZE: "11", WORKFLOW_MAX_DAILY_TASKS: "12" };
    const { values, origins } = load({ env, flags: { maxBatchSize: "21" } });

    expect([values.maxBatchSize, values.maxDailyTasks, values.manualBatchSize]).toEqual([21, 12, 3]);
    expect(origins.maxBatchSize).toEqual({ source: "flag", from: "--max-batch-size" });
    expect(origins.maxDailyTasks).toEqual({ source: "environment", from: "WORKFLOW_MAX_DAILY_TASKS" });
    expect(origins.manualBatchSize).toEqual({ source: "file", from: file });
  });

  it("honours 0 and false over a default", () => {
    const { values, origins } = load({
      env: { MANUAL_PRIORITY_THRESHOLD: "0" },
      flags: { automationFailureToManual: false },
    });
    expect(values.manualPriorityThreshold).toBe(0);
    expect(values.automationFailureToManual).toBe(false);
    expect(origins.automationFailureToManual.from).toBe("--no-automation-failure-to-manual");
  });

  it("takes a flag that is undefined and a variable that is blank as not given", () => {
    const { values } = load({ env: { MAX_BATCH_SIZE: "  " }, flags: { maxBatchSize: undefined } });
    expect(values.maxBatchSize).toBe(100);
  });

  it("takes the file of --config before that of WORKFLOW_CONFIG before workflow.config.json", () => {
    writeConfig({ maxBatchSize: 1 });
    writeConfig({ maxBatchSize: 2 }, "two.json");
    writeConfig({ maxBatchSize: 3 }, "three.json");
    const env = { WORKFLOW_CONFIG: "two.json" };
    expect(load().values.maxBatchSize).toBe(1);
    expect(load({ env }).values.maxBatchSize).toBe(2);
    expect(load({ env, configFile: "three.json" }).values.maxBatchSize).toBe(3);
  });
});

describe("bounds", () => {
  it.each([
    ["automationPriorityThreshold", 0, 1, -0.01, 1.5],
    ["automationMaxConcurrent", 1, 50, 0, 51],
    ["automationRetryAttempts", 1, 10, 0, 11],
    ["manualPriorityThreshold", 0, 1, -0.01, 1.5],
    ["manualBatchSize", 1, 1000, 0, 1001],
    ["maxAutomationFailures", 1, 100, 0, 101],
    ["maxDailyTasks", 1, 10_000_000, 0, 10_000_001],
    ["maxBatchSize", 1, 10_000, 2.5, 10_001],
  ] as const)("accepts %s from %d to %d, and neither %d nor %d", (name, least, most, below, above) => {
    for (const value of [least, most]) expect(load({ flags: { [name]: value } }).values[name]).toBe(value);
    for (const value of [below, above]) {
      expect(problems({ flags: { [name]: String(value) } })[0]).toMatch(
        new RegExp(`is ${value}, but has to be a (whole )?number from ${least} to ${most}: `),
      );
    }
  });

  it.each([
    [{ digikeyBaseUrl: "http://api.digikey.com" }, "https"],
    [{ digikeyBaseUrl: "https://user:pw@api.digikey.com" }, "https"],
    [{ digikeyLocaleSite: "GB" }, "UK"],
    [{ businessTimezone: "Mars/Olympus" }, "time zone"],
    [{ businessTimezone: "+02:00" }, "time zone"],
    [{ scoreScale: "10" }, "one of 1, 100"],
    [{ sandboxFaults: "some" }, "one of none, realistic, storm"],
    [{ routingRules: "../routing.json" }, "without folders"],
    [{ dataDir: "" }, "a path"],
  ])("refuses %o", (flags, expected) => {
    expect(problems({ flags })).toEqual([expect.stringContaining(expected)]);
  });

  it.each([
    "http://127.0.0.1:4000",
    "http://localhost:4000/",
    "http://[::1]:4000",
    "https://proxy.example/dk",
  ])("accepts %s as DigiKey's address, without a slash at its end", (digikeyBaseUrl) => {
    expect(load({ flags: { digikeyBaseUrl } }).values.digikeyBaseUrl).toBe(digikeyBaseUrl.replace(/\/$/, ""));
  });

  it.each(["mysql://u:topsecret@h/d", "postgres://u:top/secret@h/d", "postgres://u:12#secret@h/d", "secret"])(
    "refuses the database address %s without showing it",
    (url) => {
      const [problem] = problems({ env: { DATABASE_URL: url } });
      expect(problem).toMatch(/^DATABASE_URL in the environment has to be a URL like postgres:/);
      expect(problem).not.toContain("secret");
    },
  );

  it.each([
    ["https://me:hidden@x.com", '"https://***@x.com/"'],
    ["https://hidden@x.com", '"https://***@x.com/"'],
    ["https://:hidden@x.com", '"https://***@x.com/"'],
    ["http://x.com/?api_key=hidden", '"http://x.com/?api_key=***"'],
    ["https://me:hid/hidden@x.com", '"***"'],
    ["https://me:hid#hidden@x.com", '"***"'],
    ["me:hidden@x.com", '"***"'],
    ["//me:hidden@x.com", '"***"'],
    ["http://x.com", '"http://x.com"'],
    [["https://me:hidden@x.com"], "[ 'https://***@x.com' ]"],
  ])("refuses the address %j and shows it as %s", (value, shown) => {
    for (const name of ["digikeyBaseUrl", "bigqueryApiEndpoint"]) {
      const [problem, ...others] = problems({ flags: { [name]: value } });
      expect(problem).toContain(` is ${shown}, but has to be `);
      expect(problem).not.toContain("hidden");
      expect(others).toEqual([]);
    }
  });

  it("does not show the password of an address in the environment", () => {
    const url = "https://me:hidden@x.com";
    for (const variable of ["DIGIKEY_BASE_URL", "BIGQUERY_API_ENDPOINT"]) {
      expect(problems({ env: { [variable]: url } })).toEqual([
        expect.stringMatching(
          new RegExp(`^${variable} in the environment is "https://\\*\\*\\*@x.com/", but has`),
        ),
      ]);
    }
  });
});

describe("the environment", () => {
  it.each([
    ["1", false],
    ["true", false],
    ["yes", false],
    ["0", true],
    ["off", true],
  ])("reads NO_EMOJI=%s as emoji %s", (text, emoji) => {
    expect(load({ env: { NO_EMOJI: text } }).values.emoji).toBe(emoji);
    expect(load({ env: { WORKFLOW_NO_EMOJI: text } }).values.emoji).toBe(emoji);
  });

  it("refuses two variables of one setting that disagree, and accepts two that agree", () => {
    const env = { MAX_BATCH_SIZE: "7", WORKFLOW_MAX_BATCH_SIZE: "7" };
    expect(load({ env }).values.maxBatchSize).toBe(7);
    expect(problems({ env: { ...env, MAX_BATCH_SIZE: "8" } })).toEqual([
      "MAX_BATCH_SIZE and WORKFLOW_MAX_BATCH_SIZE in the environment set the same thing differently: unset one of them.",
    ]);
  });

  it("finds a misspelt variable of its own, and leaves those of others alone", () => {
    expect(problems({ env: { WORKFLOW_MAX_BACH_SIZE: "7" } })).toEqual([
      "WORKFLOW_MAX_BACH_SIZE in the environment is no setting: did you mean WORKFLOW_MAX_BATCH_SIZE?",
    ]);
    expect(load({ env: { WORKFLOW_OF_SOMEBODY_ELSE: "7", MAX_BACH_SIZE: "7" } }).values.maxBatchSize).toBe(
      100,
    );
  });
});

describe("the file", () => {
  it("may begin with a byte order mark", () => {
    writeConfig(`\uFEFF{"maxBatchSize": 9}`);
    expect(load().values.maxBatchSize).toBe(9);
  });

  it("has to exist when it was asked for", () => {
    expect(problems({ configFile: "absent.json" })).toEqual([
      `The configuration file ${join(cwd, "absent.json")} does not exist: check the path given by --config or WORKFLOW_CONFIG, and its permissions.`,
    ]);
  });

  it("is refused with its path when it is a folder, no JSON or no object", () => {
    mkdirSync(join(cwd, "folder.json"));
    writeConfig("{", "broken.json");
    writeConfig([1], "list.json");
    expect(problems({ configFile: "folder.json" })[0]).toMatch(/folder\.json cannot be read \(/);
    expect(problems({ configFile: "broken.json" })[0]).toMatch(/broken\.json is not JSON \(/);
    expect(problems({ configFile: "list.json" })[0]).toMatch(/list\.json holds no JSON object: /);
  });

  it.each([
    ["databaseUrl", "DATABASE_URL"],
    ["migration_database_url", "MIGRATION_DATABASE_URL"],
    ["digikey_client_secret", "DIGIKEY_CLIENT_SECRET"],
  ])("may not hold the secret %s", (key, variable) => {
    const file = writeConfig({ [key]: "do-not-show" });
    expect(problems()).toEqual([
      `${key} in ${file} is a secret: remove it there and set ${variable} in the environment.`,
    ]);
  });

  it("names every problem at once, one line each", () => {
    const file = writeConfig({
      automation_max_concurrent: 500,
      maxBachSize: 3,
      manualBatchSize: "5",
      manual_batch_size: 7,
      zzz: true,
      ["__proto__x"]: 1,
    });
    expect(problems({ env: { MAX_DAILY_TASKS: "many" }, flags: { debug: "perhaps" } })).toEqual([
      `maxBachSize in ${file} is no setting: did you mean maxBatchSize?`,
      `zzz in ${file} is no setting: remove it (\`workflow config --show\` lists the settings).`,
      `__proto__x in ${file} is no setting: remove it (\`workflow config --show\` lists the settings).`,
      `manualBatchSize and manual_batch_size in ${file} are the same setting: remove one of them.`,
      `automation_max_concurrent in ${file} is 500, but has to be a whole number from 1 to 50: change it there.`,
      `manualBatchSize in ${file} is "5", but has to be a whole number from 1 to 1000: change it there.`,
      `MAX_DAILY_TASKS in the environment is "many", but has to be a whole number from 1 to 10000000: change or unset it.`,
      `--debug is "perhaps", but has to be true or false: give another value.`,
    ]);
  });
});

describe("paths", () => {
  it("are meant from the file's folder, or from the current folder elsewhere", () => {
    mkdirSync(join(cwd, "etc"));
    writeConfig({ rulesDir: "my-rules", source: "/abs/parts.parquet" }, "etc/w.json");
    const { values } = load({ configFile: "etc/w.json", env: { WORKFLOW_DATA_DIR: "data" } });
    expect(values.rulesDir).toBe(join(cwd, "etc", "my-rules"));
    expect(values.source).toBe("/abs/parts.parquet");
    expect(values.dataDir).toBe(join(cwd, "data"));
  });

  it("puts the progress log into the data folder unless told otherwise", () => {
    expect(load().values.progressLog).toBe(join(cwd, ".workflow", "automation_progress.log"));
    expect(load({ flags: { dataDir: "d" } }).values.progressLog).toBe(
      join(cwd, "d", "automation_progress.log"),
    );
    expect(load({ flags: { dataDir: "d", progressLog: "p.log" } }).values.progressLog).toBe(
      join(cwd, "p.log"),
    );
  });

  it("takes PEM text for what it is, and a blank source as none", () => {
    const pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----";
    const { values } = load({ env: { DATABASE_SSL_CA: pem }, flags: { source: "" } });
    expect(values.databaseSslCa).toBe(pem);
    expect(values.source).toBeNull();
  });
});
