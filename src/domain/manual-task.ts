export const manualTaskStatuses = ["initialized", "processing", "completed", "failed"] as const;
export type ManualTaskStatus = (typeof manualTaskStatuses)[number];

export const manualPriorities = ["high", "medium", "low"] as const;
export type ManualPriority = (typeof manualPriorities)[number];

/** Why a manual task exists: the rules sent the part to a person, or automation failed. */
export const manualTaskKinds = ["routed", "fallback"] as const;
export type ManualTaskKind = (typeof manualTaskKinds)[number];
