import { manufacturerNamed } from "../catalogue/manufacturers.ts";
import type { TrueParameter, TruePart } from "../catalogue/true-part.ts";
import { stableFraction } from "../digikey-server/stable-hash.ts";
import { categoryText } from "./noisy-text.ts";
import { priorityAt } from "./priority-curve.ts";
import { malformationAt, subjectOf, type RowSubject } from "./row-subject.ts";
import { storyAt, type Story } from "./story-plan.ts";

/** One row of the source table: column name → plain JSON value. */
export type SourceRow = Readonly<Record<string, unknown>>;

const lifecycleTexts = {
  active: "Active",
  not_for_new_designs: "Not For New Designs",
  last_time_buy: "Last Time Buy",
  obsolete: "Obsolete",
} as const satisfies Record<TruePart["lifecycle"], string>;

/** Rank of the one row whose score is above 1. */
const tooHighRank = 137;
/** One row in so many has a score below 0. */
const tooLowEvery = 5000;
/** 2026-01-01: everything in the table is older. */
const latestChange = Date.UTC(2026, 0, 1);
const dayMs = 86_400_000;

/** The row with a rank, counted from 0 for the highest priority, in a table of `count` rows. */
export function rowAtRank(
  rank: number,
  { count, seed }: { readonly count: number; readonly seed: number },
): SourceRow {
  const planned = storyAt(rank, seed);
  const subject = subjectOf({ ...planned, rank, seed });
  const modified = latestChange - Math.floor(stableFraction(seed, "age", rank) * 700) * dayMs;
  return {
    product_id: 1_000_000 + rank,
    pn: subject.pn,
    ...describedFields(subject, planned.story, { rank, seed }),
    ...listFields(subject, rank),
    ...(planned.story === "malformed" && malformationAt(rank) === "specs_not_a_list"
      ? { specs: "see data sheet" }
      : {}),
    created: new Date(modified - 365 * dayMs).toISOString(),
    modified: new Date(modified).toISOString(),
    active_for_use: subject.part.lifecycle !== "obsolete",
    priority_score: priorityScore(planned.story, rank, { count, seed }),
  };
}

function describedFields(
  { part, maker, presence }: RowSubject,
  story: Story,
  { rank, seed }: { readonly rank: number; readonly seed: number },
) {
  const title = story === "unknown_number" ? "UNIDENTIFIED PART" : part.description;
  const isDescribed = story !== "unknown_number" && stableFraction(seed, "description", rank) < 0.15;
  return {
    product_series: part.series,
    manufacturer: presence.manufacturer ? maker : null,
    brand: presence.manufacturer && story !== "misspelt_maker" ? part.manufacturer : null,
    category: presence.category ? categoryText(part.category, seed, rank) : null,
    title: presence.description ? title : null,
    description: presence.description && isDescribed ? part.detailedDescription : null,
    datasheet_url: presence.docs ? part.datasheetUrl : null,
    lifecycle_status: lifecycleTexts[part.lifecycle],
    package_type: part.packageName,
    intro_date: null,
    country_of_origin: null,
    manuf_standard_packaging: null,
  };
}

function listFields({ part, presence }: RowSubject, rank: number) {
  const image = `https://images.example.com/parts/${1_000_000 + rank}.jpg`;
  return {
    primary_image_url: presence.images ? image : null,
    specs: presence.specs ? part.parameters.map(spec) : [],
    images: presence.images ? [{ image_id: String(1_000_000 + rank), image_url: image }] : [],
    sellers: [],
    docs: presence.docs ? [documentOf(part)] : [],
    compliance: [],
    extra: [{ name: "origin", value: "sandbox" }],
  };
}

function spec({ name, type, text }: TrueParameter) {
  const [value = text, units = null] = type === "UnitOfMeasure" ? text.split(" ") : [text];
  return { spec_name: name, spec_value: value, spec_units: units };
}

function documentOf({ datasheetUrl, manufacturer }: TruePart) {
  return datasheetUrl === null
    ? {
        doc_url: manufacturerNamed(manufacturer).website,
        doc_desc: "Manufacturer's website",
        doc_type: "website",
      }
    : { doc_url: datasheetUrl, doc_desc: "Datasheet", doc_type: "datasheet" };
}

function priorityScore(story: Story, rank: number, { count, seed }: { count: number; seed: number }) {
  const score = scoreOf(story, rank, seed);
  return {
    base: score === null ? null : Number((score * 0.9).toFixed(9)),
    boosted: score,
    score,
    percentile: Number((100 * (1 - rank / count)).toFixed(3)),
    updated_at: new Date(latestChange).toISOString(),
    has_score: score !== null,
    tier: score === null ? null : score >= 0.8 ? "A" : score >= 0.5 ? "B" : "C",
  };
}

function scoreOf(story: Story, rank: number, seed: number): number | null {
  if (rank === tooHighRank) return 1.7;
  if (rank % tooLowEvery === tooHighRank + 1) return -0.2;
  return story === "unscored" ? null : priorityAt(rank, seed);
}
