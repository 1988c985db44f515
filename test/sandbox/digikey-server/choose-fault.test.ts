import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseFault } from "../../../src/sandbox/digikey-server/choose-fault.ts";
import { FaultProfile, faultProfiles } from "../../../src/sandbox/digikey-server/fault-profile.ts";

const numbers = Array.from({ length: 20_000 }, (_, index) => `PART-${index}`);

describe("the choice of a fault", () => {
  it("depends on nothing but its arguments", () => {
    fc.assert(
      fc.property(fc.integer(), fc.string(), fc.integer({ min: 1, max: 9 }), (seed, number, attempt) => {
        const choose = () => chooseFault(faultProfiles.storm, seed, number, attempt);
        expect(choose()).toBe(choose());
      }),
    );
  });

  it("hits the share of attempts that the profile names", () => {
    const profile = FaultProfile.parse({ rates: { server500: 0.1, reset: 0.2 } });
    const faults = numbers.map((number) => chooseFault(profile, 3, number, 1));
    expect(faults.filter((fault) => fault === "server500").length / numbers.length).toBeCloseTo(0.1, 1);
    expect(faults.filter((fault) => fault === "reset").length / numbers.length).toBeCloseTo(0.2, 1);
    expect(new Set(faults)).toEqual(new Set(["server500", "reset", null]));
  });

  it("lets a persistent fault hit every attempt of a number, the same one each time", () => {
    const profile = FaultProfile.parse({
      persistent: [
        { share: 0.03, faults: ["server500", "reset"] },
        { share: 0.02, faults: ["brokenJson"] },
      ],
    });
    const hit = numbers.filter((number) => chooseFault(profile, 3, number, 1) !== null);
    expect(hit.length / numbers.length).toBeGreaterThan(0.04);
    expect(hit.length / numbers.length).toBeLessThan(0.06);
    for (const number of hit) {
      const kinds = new Set([1, 2, 3, 4].map((attempt) => chooseFault(profile, 3, number, attempt)));
      expect(kinds.size).toBe(1);
    }
    const broken = hit.filter((number) => chooseFault(profile, 3, number, 1) === "brokenJson");
    expect(broken.length / hit.length).toBeGreaterThan(0.3);
    expect(broken.length / hit.length).toBeLessThan(0.5);
  });

  it("is realistic: a few attempts in a hundred fail, two or three parts in a hundred always do", () => {
    const failing = (attempts: readonly number[]) =>
      numbers.filter((number) =>
        attempts.every((attempt) => {
          const fault = chooseFault(faultProfiles.realistic, 1, number, attempt);
          return fault !== null && fault !== "slow";
        }),
      ).length / numbers.length;
    expect(failing([1])).toBeGreaterThan(0.03);
    expect(failing([1])).toBeLessThan(0.12);
    expect(failing([1, 2, 3])).toBeGreaterThan(0.015);
    expect(failing([1, 2, 3])).toBeLessThan(0.03);
  });

  it("never fails without a profile, and follows a script before all else", () => {
    expect(numbers.every((number) => chooseFault(faultProfiles.none, 1, number, 1) === null)).toBe(true);
    const always = { share: 1, faults: ["reset" as const] };
    const profile = FaultProfile.parse({ persistent: [always], script: { "PART-1": ["none", "slow"] } });
    expect([1, 2, 3].map((attempt) => chooseFault(profile, 1, "PART-1", attempt))).toEqual([
      null,
      "slow",
      null,
    ]);
    expect(chooseFault(profile, 1, "PART-2", 1)).toBe("reset");
    expect(chooseFault(profile, 1, "constructor", 1)).toBe("reset");
  });
});
