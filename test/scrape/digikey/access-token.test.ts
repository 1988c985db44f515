import { describe, expect, it } from "vitest";
import { AttemptFault } from "../../../src/domain/fault.ts";
import { accessToken, type IssuedToken } from "../../../src/scrape/digikey/access-token.ts";
import { faultOf, never } from "./given.ts";

/** A clock to turn, and an issuer that numbers its tokens. */
function given(lifeMs: number) {
  const clock = { ms: 1_000_000 };
  const issuer = { issued: 0 };
  const issue = (): Promise<IssuedToken> => {
    issuer.issued += 1;
    return Promise.resolve({ value: `t${issuer.issued}`, lifeMs });
  };
  return { clock, issuer, token: accessToken(issue, () => new Date(clock.ms)) };
}

describe("access token", () => {
  it.each([
    { lifeMs: 599_000, lastUseMs: 538_999 },
    { lifeMs: 120_000, lastUseMs: 59_999 },
    { lifeMs: 40_000, lastUseMs: 19_999 },
  ])("is used for $lastUseMs ms of a life of $lifeMs ms", async ({ lifeMs, lastUseMs }) => {
    const { clock, token } = given(lifeMs);
    const first = await token.current(never);
    clock.ms += lastUseMs;
    expect(await token.current(never)).toBe(first);
    clock.ms += 1;
    expect(await token.current(never)).toBe("t2");
  });

  it("is asked for once by callers that wait at the same time", async () => {
    const { issuer, token } = given(599_000);
    const values = await Promise.all(
      Array.from({ length: 20 }, () => token.current(new AbortController().signal)),
    );
    expect(new Set(values)).toEqual(new Set(["t1"]));
    expect(issuer.issued).toBe(1);
  });

  it("is asked for again after a failure, which every waiting caller sees", async () => {
    let isBroken = true;
    const token = accessToken(
      () =>
        isBroken
          ? Promise.reject(new AttemptFault("server", "broken"))
          : Promise.resolve({ value: "t", lifeMs: 599_000 }),
      () => new Date(0),
    );
    const faults = await Promise.all([faultOf(token.current(never)), faultOf(token.current(never))]);
    expect(faults.map((fault) => fault.errorClass)).toEqual(["server", "server"]);
    isBroken = false;
    expect(await token.current(never)).toBe("t");
  });

  it("keeps a newer token when an older one is dropped", async () => {
    const { issuer, token } = given(599_000);
    await token.current(never);
    token.drop("t1");
    await token.current(never);
    token.drop("t1");
    expect(await token.current(never)).toBe("t2");
    expect(issuer.issued).toBe(2);
  });

  it("lets one caller give up while the others still get the token", async () => {
    let deliver: (token: IssuedToken) => void = () => undefined;
    const token = accessToken(
      () => new Promise((resolve) => (deliver = resolve)),
      () => new Date(0),
    );
    const impatient = new AbortController();
    const gaveUp = faultOf(token.current(impatient.signal));
    const waits = token.current(never);
    impatient.abort();
    expect((await gaveUp).errorClass).toBe("cancelled");
    deliver({ value: "t1", lifeMs: 599_000 });
    expect(await waits).toBe("t1");
  });
});
