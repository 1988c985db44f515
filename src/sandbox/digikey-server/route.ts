/** A call for product data: it needs a token, and it counts against the quota. */
export type ProductRoute =
  | { readonly kind: "keyword" }
  | { readonly kind: "productdetails"; readonly number: string; readonly manufacturerId: string | null }
  | { readonly kind: "media"; readonly number: string }
  | { readonly kind: "manufacturers" };

export type Route =
  ProductRoute | { readonly kind: "token" } | { readonly kind: "stats" } | { readonly kind: "unknown" };

const unknownRoute: Route = { kind: "unknown" };

const fixedRoutes: ReadonlyMap<string, Route> = new Map<string, Route>([
  ["POST /v1/oauth2/token", { kind: "token" }],
  ["POST /products/v4/search/keyword", { kind: "keyword" }],
  ["GET /products/v4/search/manufacturers", { kind: "manufacturers" }],
  ["GET /sandbox/stats", { kind: "stats" }],
]);

const productPath = /^GET \/products\/v4\/search\/([^/]+)\/(productdetails|media)$/;

/** Which operation a request asks for. The number in a path is decoded once, and `+` stays `+`. */
export function matchRoute(method: string, url: string): Route {
  const [path = "", query = ""] = url.split("?", 2);
  const request = `${method} ${path}`;
  const fixed = fixedRoutes.get(request);
  if (fixed !== undefined) return fixed;
  const [, encoded = "", operation] = productPath.exec(request) ?? [];
  const number = decodeSegment(encoded);
  if (number === "") return unknownRoute;
  if (operation === "media") return { kind: "media", number };
  const manufacturerId = new URLSearchParams(query).get("manufacturerId");
  return { kind: "productdetails", number, manufacturerId };
}

/** `""` for a segment that is not valid percent-encoded UTF-8. */
function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment).trim();
  } catch {
    return "";
  }
}
