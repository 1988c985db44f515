import type { Config } from "./parameters.ts";
import { hasCutPassword, parseUrl } from "./parse-url.ts";

/** What stands in the place of a secret. */
const mask = "***";

/** Shorter secrets are left alone in text: their letters occur by chance, and hiding them hides nothing. */
const leastSecretLength = 4;

const secretQueryKey = /pass|pwd|secret|token|key/i;

/** A URL without its password; host, user and database stay readable. Text that is no clean URL is hidden whole. */
export function redactUrl(text: string): string {
  const url = text.includes("://") ? parseUrl(text) : null;
  if (url === null || hasCutPassword(url)) return mask;
  if (url.password !== "") url.password = mask;
  for (const key of url.searchParams.keys()) {
    if (secretQueryKey.test(key)) url.searchParams.set(key, mask);
  }
  return url.href;
}

/** Text in which every secret is masked, also where it stands percent-encoded or inside a JSON string. */
export function redactSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= leastSecretLength)
    .flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])
    .sort((one, other) => other.length - one.length)
    .reduce((redacted, form) => redacted.replaceAll(form, mask), text);
}

/** The secret texts in a configuration, for `redactSecrets`: passwords as written and decoded, client secrets, keys. */
export function secretsOf(config: Config): readonly string[] {
  const passwords = [config.databaseUrl, config.migrationDatabaseUrl].flatMap((text) => {
    const url = text === null ? null : parseUrl(text);
    return url === null ? [] : [url.password, decoded(url.password), ...secretParameters(url)];
  });
  return [
    ...passwords,
    config.digikeyClientSecret ?? "",
    config.triggerSecretKey ?? "",
    ...keyLines(config.bigqueryCredentials ?? ""),
  ].filter((secret) => secret !== "");
}

/** A service account's key as it was given, and each line of the private key in it. */
function keyLines(credentials: string): readonly string[] {
  const text = credentials.startsWith("{")
    ? credentials
    : Buffer.from(credentials, "base64").toString("utf8");
  const [, key = ""] = /-----BEGIN[^-]*-----(.*?)-----END/s.exec(text) ?? [];
  return [credentials, ...key.split(/\\n|\n/)];
}

function secretParameters(url: URL): readonly string[] {
  return [...url.searchParams].flatMap(([key, value]) => (secretQueryKey.test(key) ? [value] : []));
}

/** A stray `%` cannot be decoded; such a password is taken as it stands. */
function decoded(password: string): string {
  try {
    return decodeURIComponent(password);
  } catch {
    return password;
  }
}
