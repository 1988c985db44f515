import { cellOf } from "../../decide/cells/locate-cell.ts";
import { type FactScale, factScale, stepAbove, stepFrom } from "../../decide/cells/fact-scale.ts";
import { describeBox } from "../../decide/cells/describe-box.ts";
import { type FactName, isFactName } from "../../decide/cells/fact-name.ts";
import { factCatalogue } from "../../decide/fact-catalogue.ts";
import { testsOf } from "../../decide/condition.ts";
import type { Ruleset } from "../../decide/ruleset.ts";
import type { Decision, Facts } from "../../domain/decision.ts";
import type { Region, RegionMap } from "../regions.ts";

/** A place that a case can be put, so that a change of the rules there would be noticed. */
export type CoverageUnit =
  | { readonly kind: "rule"; readonly ruleId: string; readonly regions: readonly Region[] }
  | {
      readonly kind: "threshold";
      readonly fact: FactName;
      readonly threshold: number;
      readonly side: "below" | "at" | "above";
      readonly value: number;
      /** Regions in which the threshold is looked at. */
      readonly regions: readonly Region[];
    }
  | { readonly kind: "region"; readonly description: string; readonly regions: readonly [Region] };

/** How much of a ruleset its cases reach. */
export interface Coverage {
  readonly covered: readonly CoverageUnit[];
  readonly missing: readonly CoverageUnit[];
  /** 0 to 100. */
  readonly percent: number;
}

/** Every place of a ruleset that facts can reach: rules, both sides of each threshold, regions. */
export function coverageUnits(ruleset: Ruleset, map: RegionMap): readonly CoverageUnit[] {
  const { grid, regions } = map;
  const ruleIds = [...new Set(regions.map(({ ruleId }) => ruleId))];
  return [
    ...ruleIds.map((ruleId) => ({
      kind: "rule" as const,
      ruleId,
      regions: regions.filter((region) => region.ruleId === ruleId),
    })),
    ...thresholdUnits(ruleset, map),
    ...regions.map((region) => ({
      kind: "region" as const,
      description: `${region.ruleId}: ${describeBox(grid, region.box)}`,
      regions: [region] as const,
    })),
  ];
}

/** Whether a decision lies there; beside a threshold means one step beside it, so that moving it is noticed. */
export function isCovered(
  unit: CoverageUnit,
  { grid }: RegionMap,
  { facts }: Pick<Decision, "facts">,
): boolean {
  const isInside = unit.regions.some((region) => isInRegion(region, grid, facts));
  return isInside && (unit.kind !== "threshold" || facts[unit.fact] === unit.value);
}

/** What the decisions cover of all there is. */
export function coverageOf(
  units: readonly CoverageUnit[],
  map: RegionMap,
  decisions: readonly Pick<Decision, "facts">[],
): Coverage {
  const covered = units.filter((unit) => decisions.some((decision) => isCovered(unit, map, decision)));
  const missing = units.filter((unit) => !covered.includes(unit));
  return { covered, missing, percent: (100 * covered.length) / units.length };
}

function isInRegion({ box }: Region, grid: RegionMap["grid"], facts: Facts): boolean {
  const cell = cellOf(grid, facts);
  return (
    cell?.every((index, axis) => {
      const { first, last } = box[axis] ?? { first: 0, last: -1 };
      return first <= index && index <= last;
    }) ?? false
  );
}

function thresholdUnits(ruleset: Ruleset, { grid, regions }: RegionMap): readonly CoverageUnit[] {
  return thresholdsOf(ruleset).flatMap(({ fact, threshold, scale, firstRule, isInLane }) =>
    sides(threshold, scale).flatMap(({ side, value }) => {
      const axis = grid.findIndex((each) => each.fact === fact);
      const reached = regions.filter(({ ruleId, outcome, box }) => {
        const index = ruleset.rules.findIndex(({ id }) => id === ruleId);
        const isRead = index === -1 || index >= firstRule || (isInLane && outcome.route === "automation");
        const { first, last } = box[axis] ?? { first: 0, last: -1 };
        const cells = grid[axis]?.cells.slice(first, last + 1) ?? [];
        return (
          isRead && cells.some((cell) => cell.kind === "range" && cell.from <= value && value <= cell.to)
        );
      });
      return reached.length === 0
        ? []
        : [{ kind: "threshold" as const, fact, threshold, side, value, regions: reached }];
    }),
  );
}

interface Threshold {
  readonly fact: FactName;
  readonly threshold: number;
  readonly scale: FactScale;
  /** The first rule that looks at it; after the last one when only the lane does. */
  readonly firstRule: number;
  readonly isInLane: boolean;
}

function thresholdsOf({ rules, lane }: Ruleset): readonly Threshold[] {
  const found = new Map<string, Threshold>();
  const places = [...rules.map(({ when }) => when), lane];
  for (const [index, condition] of places.entries()) {
    for (const { fact, value } of testsOf(condition)) {
      const spec = factCatalogue.get(fact);
      const scale = spec === undefined ? null : factScale(spec);
      if (!isFactName(fact) || typeof value !== "number" || scale === null) continue;
      const key = `${fact} ${value}`;
      const isInLane = index === rules.length;
      const known = found.get(key) ?? { fact, threshold: value, scale, firstRule: index, isInLane };
      found.set(key, { ...known, isInLane: known.isInLane || isInLane });
    }
  }
  return [...found.values()];
}

/** The values right at a threshold and one step to either side, as far as the fact can have them. */
function sides(threshold: number, scale: FactScale) {
  const { stepsPerUnit, lastStep } = scale;
  const from = stepFrom(threshold, scale);
  const above = stepAbove(threshold, scale);
  return [
    { side: "below" as const, step: from - 1 },
    ...(from < above ? [{ side: "at" as const, step: from }] : []),
    { side: "above" as const, step: above },
  ]
    .filter(({ step }) => step >= 0 && step <= lastStep)
    .map(({ side, step }) => ({ side, value: step / stepsPerUnit }));
}
