/** What a new batch cannot do without, and a batch that is extracted and decided can. */
export type Need = "source" | "rules";
