/** What another run's error says. The platform hands over an error without class and fields, or plain text. */
export function errorText(error: unknown): string {
  if (error instanceof Error) {
    return error.message === "" ? error.name : `${error.name}: ${error.message}`;
  }
  return typeof error === "string" ? error : JSON.stringify(error);
}

/** Whether another run was cancelled by somebody: the platform has only its own words for that. */
export function isCancellation(error: unknown): boolean {
  return /^(task run )?cancell?ed\b/i.test(typeof error === "string" ? error : "");
}

/** Whether another run gave up because every run like it would fail the same way. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortTaskRunError";
}
