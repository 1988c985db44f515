import * as z from "zod";

/** What a reviewer cannot do without. */
const Reviewable = z.object({
  mpn: z.string().trim().min(1, "the part number is blank"),
  reason: z.string().trim().min(1, "the reason is blank"),
  sourceRow: z.looseObject({ pn: z.string({ error: "the source row has no part number" }) }),
  facts: z.looseObject({}, { error: "the decision has no facts" }),
});

/** Why a manual task made of this part would be no use to a reviewer; null when it is fit to file. */
export function manualTaskDefect(part: {
  mpn: string;
  reason: string;
  sourceRow: unknown;
  facts: unknown;
}): string | null {
  const result = Reviewable.safeParse(part);
  return result.success ? null : result.error.issues.map((issue) => issue.message).join("; ");
}
