/** The parts of an absolute URL, or null when the text is none. */
export function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

/**
 * A password with an unescaped `/`, `?` or `#` may still parses, cut at that character: its rest then stands in
 * the path, the query or the fragment, in front of the real `@`.
 */
export function hasCutPassword(url: URL): boolean {
  return url.hash !== "" || `${url.pathname}${url.search}`.includes("@");
}

const loopbackHost = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether nobody on the way can read what is sent: it is encrypted, or stays on this machine. */
export function isPrivate(url: URL): boolean {
  return url.protocol === "https:" || (url.protocol === "http:" && loopbackHost.test(url.hostname));
}
