import { describe, expect, it, test } from "vitest";
import { AttemptFault, exitCodes, UserError } from "../../src/domain/fault.ts";
import { attemptFaultOf } from "../../src/workflow/attempt-fault-of.ts";

function coded(code: unknown): Error {
  return Object.assign(new Error("it broke"), { code });
}

describe("what an attempt threw", () => {
  it("stays as it is when it is a fault already, also while the run stops", () => {
    const fault = new AttemptFault("rate_limited", "slow down", { retryAfterMs: 5 });
    expect(attemptFaultOf(fault, false)).toBe(fault);
    expect(attemptFaultOf(fault, true)).toBe(fault);
  });

  test.each(["40001", "23505", "57P01", "08006", "ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT"])(
    "is the database's when its code is %s",
    (code) => {
      const error = coded(code);
      const fault = attemptFaultOf(error, false);
      expect(fault).toMatchObject({ errorClass: "db", message: "it broke", cause: error });
    },
  );

  test.each([
    ["an error without a code", new Error("it broke"), "it broke"],
    ["a code of another kind", coded("ERR_INVALID_ARG_TYPE"), "it broke"],
    ["a number for a code", coded(40001), "it broke"],
    ["no error at all", "just text", "just text"],
    ["a user error", new UserError(exitCodes.rules, "mend the rules"), "mend the rules"],
  ])("is unknown when it is %s", (_, error, message) => {
    expect(attemptFaultOf(error, false)).toMatchObject({ errorClass: "unknown", message, cause: error });
  });

  it("is a cancellation when the run stops, whatever it was", () => {
    for (const error of [coded("40001"), new Error("aborted"), "text"]) {
      expect(attemptFaultOf(error, true)).toMatchObject({ errorClass: "cancelled", cause: error });
    }
  });
});
