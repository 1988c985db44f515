import type { ProductDocument } from "../../domain/product-data.ts";
import { documentUrl } from "./document-url.ts";
import type { MediaLink, Product } from "./payloads.ts";

type Kind = ProductDocument["kind"];

/** Media types are worded differently over time, so a part of the word decides; the first that fits. */
const mediaKinds: readonly { readonly pattern: RegExp; readonly kind: Kind }[] = [
  { pattern: /datasheet/i, kind: "datasheet" },
  { pattern: /photo|image/i, kind: "photo" },
  { pattern: /\beda\b|\bcad\b|model/i, kind: "cad_model" },
  { pattern: /environment/i, kind: "environmental" },
  { pattern: /\bpcn\b/i, kind: "pcn" },
  { pattern: /manual/i, kind: "manual" },
  { pattern: /video/i, kind: "video" },
];

/** The documents of a product, its own links before those of the media answer, each address once. */
export function documents(product: Product, media: readonly MediaLink[]): readonly ProductDocument[] {
  const links: readonly { kind: Kind; url: string | null | undefined; title: string | null }[] = [
    { kind: "datasheet", url: product.DatasheetUrl, title: null },
    { kind: "photo", url: product.PhotoUrl, title: null },
    { kind: "video", url: product.PrimaryVideoUrl, title: null },
    ...media.map((link) => ({ kind: mediaKind(link.MediaType), url: link.Url, title: titleOf(link) })),
  ];
  const byAddress = new Map<string, ProductDocument>();
  for (const { kind, url: given, title } of links) {
    const url = documentUrl(given);
    if (url === null) continue;
    // The same document behind http and https is one.
    const address = url.replace(/^https?:/, "");
    if (!byAddress.has(address)) byAddress.set(address, { url, kind, title });
  }
  return [...byAddress.values()];
}

function mediaKind(mediaType: string | null | undefined): Kind {
  return mediaKinds.find(({ pattern }) => pattern.test(mediaType ?? ""))?.kind ?? "other";
}

function titleOf(link: MediaLink): string | null {
  const title = link.Title?.trim() ?? "";
  return title === "" ? null : title;
}
