import { expect, test } from "vitest";
import { loadConfig } from "../../src/config/load-config.ts";
import { exitCodes } from "../../src/domain/fault.ts";
import { runInProcess } from "../support/in-process-cli.ts";

const key = { TRIGGER_SECRET_KEY: "tr_dev_topSecret42" };
const database = { DATABASE_URL: "postgres://nobody@127.0.0.1:9/none" };

test.each<[string, NodeJS.ProcessEnv, RegExp]>([
  ["run", key, /DATABASE_URL is not set.*--local/],
  ["replay --batch batch_1764000000 --reason outage", key, /DATABASE_URL is not set.*--local/],
  ["run --source parts.csv", { ...key, ...database }, /--source names a file of this machine.*--local/],
  ["run --detach --source parts.csv", key, /--source names a file of this machine/],
  ["run --detach", database, /TRIGGER_SECRET_KEY is not set.*secret key/],
  ["run --detach --local", key, /--detach.*cannot be used with.*--local/],
  ["run --detach --dry-run", key, /--detach.*cannot be used with.*--dry-run/],
  [
    "run --detach",
    { ...key, TRIGGER_API_URL: "http://trigger.example" },
    /http:\/\/trigger\.example, over which others could read the key/,
  ],
  [
    "run --detach",
    { ...key, TRIGGER_API_URL: "ftp://trigger.example" },
    /TRIGGER_API_URL in the environment.*https:\/\/ or http:\/\/ URL/,
  ],
  ["run --detach", { TRIGGER_SECRET_KEY: "tr dev" }, /TRIGGER_SECRET_KEY in the environment.*without spaces/],
])("workflow %s is refused in a sentence", async (line, env, says) => {
  const { exitCode, stdout, stderr } = await runInProcess({ env, cwd: "/" }, line.split(" "));
  expect([exitCode, stdout]).toEqual([exitCodes.usage, ""]);
  expect(stderr).toMatch(says);
  expect(stderr.trim().split("\n")).toHaveLength(1);
  expect(stderr).not.toMatch(/topSecret|tr dev/);
});

test("the address that a platform gives its workers is taken as it is", () => {
  const { values } = loadConfig({ env: { ...key, TRIGGER_API_URL: "http://webapp:3000/" }, cwd: "/" });
  expect(values.triggerApiUrl).toBe("http://webapp:3000");
});
