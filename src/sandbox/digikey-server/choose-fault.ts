import { faultNames, type FaultName, type FaultProfile } from "./fault-profile.ts";
import { stableFraction, stableHash } from "./stable-hash.ts";

/**
 * What goes wrong with the `attempt`-th call (from 1) for a part, null when nothing does. The same arguments give
 * the same fault. `number` is normalised: upper case, no white space.
 */
export function chooseFault(
  profile: FaultProfile,
  seed: number,
  number: string,
  attempt: number,
): FaultName | null {
  const script = Object.hasOwn(profile.script, number) ? profile.script[number] : undefined;
  if (script !== undefined) {
    const scripted = script[attempt - 1] ?? "none";
    return scripted === "none" ? null : scripted;
  }
  return persistentFault(profile, seed, number) ?? transientFault(profile, seed, number, attempt);
}

function persistentFault({ persistent }: FaultProfile, seed: number, number: string): FaultName | undefined {
  let rest = stableFraction(seed, "persistent", number);
  for (const { share, faults } of persistent) {
    rest -= share;
    if (rest < 0) return faults[stableHash(seed, "kind", number) % faults.length];
  }
  return undefined;
}

function transientFault(
  { rates }: FaultProfile,
  seed: number,
  number: string,
  attempt: number,
): FaultName | null {
  let rest = stableFraction(seed, "transient", number, attempt);
  for (const name of faultNames) {
    rest -= rates[name] ?? 0;
    if (rest < 0) return name;
  }
  return null;
}
