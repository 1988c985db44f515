import { createPrivateKey } from "node:crypto";
import * as z from "zod";

const Key = z.object({
  type: z.literal("service_account"),
  client_email: z.string().min(1),
  private_key: z.string().refine(isPrivateKey),
  private_key_id: z.string().optional(),
  project_id: z.string().optional(),
});

/** The key of a service account, as Google hands it out. */
export type ServiceAccount = z.infer<typeof Key>;

/**
 * Reads a key from JSON, or from base64 of JSON: some dashboards break texts of several lines, and some write the
 * line breaks of the private key as `\n`. Answers what is wrong with it in words that go on after its place.
 */
export function serviceAccount(
  text: string,
):
  | { readonly kind: "key"; readonly key: ServiceAccount }
  | { readonly kind: "invalid"; readonly problem: string } {
  const json = text.trimStart().startsWith("{") ? text : Buffer.from(text, "base64").toString("utf8");
  let content: unknown;
  try {
    content = JSON.parse(json);
  } catch {
    return { kind: "invalid", problem: "holds neither JSON nor base64 of JSON" };
  }
  const parsed = Key.safeParse(withLineBreaks(content));
  if (parsed.success) return { kind: "key", key: parsed.data };
  const fields = [...new Set(parsed.error.issues.map((issue) => issue.path.join(".")))].join(", ");
  const problem =
    fields === "" ? "holds no JSON object" : `is no key of a service account (missing or wrong: ${fields})`;
  return { kind: "invalid", problem };
}

const WithKey = z.looseObject({ private_key: z.string() });

function withLineBreaks(content: unknown): unknown {
  const found = WithKey.safeParse(content);
  return found.success
    ? { ...found.data, private_key: found.data.private_key.replaceAll("\\n", "\n") }
    : content;
}

function isPrivateKey(pem: string): boolean {
  try {
    createPrivateKey(pem);
    return true;
  } catch {
    return false;
  }
}
