import { redactSecrets } from "../config/redact.ts";

/** Text of a remote on one line, without what would steer a terminal and without secrets. */
export function oneLine(text: string, secrets: readonly string[]): string {
  return redactSecrets(text, secrets)
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .trim();
}
