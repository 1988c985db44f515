/** The `code` of a system or Postgres error (`ENOENT`, `28P01`), undefined for anything else. */
export function errorCode(cause: unknown): string | undefined {
  return cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : undefined;
}

/** Whether a file or folder is simply not there, or cannot be because its parent is no folder. */
export function isMissing(cause: unknown): boolean {
  const code = errorCode(cause);
  return code === "ENOENT" || code === "ENOTDIR";
}
