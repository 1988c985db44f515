/** A text without surrounding white space; null when DigiKey does not give one, which it also writes as `-`. */
export function givenText(text: string | null | undefined): string | null {
  const trimmed = text?.trim() ?? "";
  return trimmed === "" || trimmed === "-" ? null : trimmed;
}
