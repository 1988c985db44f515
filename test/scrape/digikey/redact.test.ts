import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AttemptFault } from "../../../src/domain/fault.ts";
import { redact, redactFault } from "../../../src/scrape/digikey/redact.ts";

describe("redaction", () => {
  it("masks a secret that begins with another one as a whole", () => {
    expect(redact("key=abcdef", ["abcd", "abcdef"])).toBe("key=[redacted]");
  });

  it("leaves a text alone when a secret is empty", () => {
    expect(redact("text", [""])).toBe("text");
  });

  it("leaves short ones alone, whose letters every message has, and masks no mask", () => {
    expect(redact("DigiKey has answered", ["a", "id", "key"])).toBe("DigiKey has answered");
    expect(redact("red: topsecret, redacted", ["topsecret", "redacted"])).toBe("red: [redacted], [redacted]");
  });

  it("takes signs of patterns for what they are", () => {
    expect(redact("a.c(d axc(d", ["a.c(d"])).toBe("[redacted] axc(d");
  });

  it("leaves no secret in any text, as it is or encoded", () => {
    const secret = fc.stringMatching(/^[!-~]{8,40}$/);
    fc.assert(
      fc.property(secret, secret, fc.string(), (one, other, between) => {
        const text = `${one}${between}${encodeURIComponent(other)} ${other}`;
        const masked = redact(text, [one, other]);
        expect(masked.includes(one) || masked.includes(other)).toBe(false);
      }),
    );
  });

  it("masks before it cuts a long message, so that no half secret stays", () => {
    const secret = "s".repeat(40);
    const fault = redactFault(new AttemptFault("server", `${"x".repeat(980)}${secret}`), [secret]);
    expect(fault.message).not.toContain("s");
    expect(redactFault(new AttemptFault("server", "x".repeat(1e6)), []).message).toHaveLength(1001);
  });

  it("keeps everything else of a fault", () => {
    const detail = { httpStatus: 429, requestId: "r-1" };
    const fault = new AttemptFault("rate_limited", "m", { retryAfterMs: 5, isQuotaExhausted: true, detail });
    expect(redactFault(fault, ["secret"])).toEqual(fault);
  });
});
