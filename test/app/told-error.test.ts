import pg from "pg";
import { expect, it } from "vitest";
import { withToldErrors } from "../../src/api/with-told-errors.ts";
import { toldError } from "../../src/app/told-error.ts";
import { AttemptFault, exitCodes, UserError } from "../../src/domain/fault.ts";
import { Interruption } from "../../src/workflow/interruption.ts";

it("gives a lost connection a sentence and an exit code, and keeps its cause", async () => {
  const told = withToldErrors(() => new pg.Client({ host: "127.0.0.1", port: 1 }).connect());
  await expect(told).rejects.toBeInstanceOf(UserError);
  await expect(told).rejects.toMatchObject({
    exitCode: exitCodes.database,
    cause: { code: "ECONNREFUSED" },
  });
  await expect(told).rejects.toThrow(
    /^The connection to the database was lost \(.*ECONNREFUSED.*\): check it/,
  );
});

it("tells what went wrong first, where cleaning up after it failed as well", async () => {
  const interruption = new Interruption();
  async function work() {
    await using resource = { [Symbol.asyncDispose]: () => Promise.reject(new Error("cleaning up failed")) };
    expect(resource).toBeDefined();
    await Promise.reject(interruption);
  }
  await expect(withToldErrors(work)).rejects.toBe(interruption);
  expect(interruption).toMatchObject({ name: "Interruption", exitCode: exitCodes.interrupted });
});

it("tells a fault of the provider, and no bug", async () => {
  expect(toldError(new AttemptFault("auth", "DigiKey refuses the key."))).toMatchObject({
    exitCode: exitCodes.provider,
    message: 'DigiKey refuses the key. What was begun stays: go on with "workflow resume".',
  });
  const bug = new TypeError("x is not a function");
  await expect(withToldErrors(() => Promise.reject(bug))).rejects.toBe(bug);
});
