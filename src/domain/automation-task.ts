/** The seed's statuses, in the order a successful task passes through them. */
export const automationStatuses = [
  "initialized",
  "processing",
  "data_finished",
  "supabase_finished",
  "completed",
  "failed",
] as const;
export type AutomationStatus = (typeof automationStatuses)[number];
