/**
 * The address behind an address as DigiKey gives it, or null when it is none of http or https: the protocol may be
 * missing, DigiKey's own host may stand in front of its media host, and TI's link may pass through a notice page.
 */
export function documentUrl(text: string | null | undefined): string | null {
  const trimmed = text?.trim() ?? "";
  const url = webUrl(trimmed.startsWith("//") ? `https:${trimmed}` : trimmed);
  if (url === null) return null;
  return (behindDigikey(url) ?? behindNotice(url) ?? url).href;
}

/** `https://www.digikey.com//mm.digikey.com/…`: an address without protocol was taken for a path. */
function behindDigikey(url: URL): URL | null {
  const isWrapped = belongsTo(url, "digikey.com") && /^\/\/[^/]+\.[^/]+\//.test(url.pathname);
  return isWrapped ? webUrl(`https:${url.pathname}${url.search}`) : null;
}

/** `www.ti.com/…/suppproductinfo.tsp?…&gotoUrl=…` is a page that people click away; the parameter is the document. */
function behindNotice(url: URL): URL | null {
  return belongsTo(url, "ti.com") ? webUrl(url.searchParams.get("gotoUrl") ?? "") : null;
}

function belongsTo(url: URL, domain: string): boolean {
  return url.hostname === domain || url.hostname.endsWith(`.${domain}`);
}

function webUrl(text: string): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  return url.protocol === "https:" || url.protocol === "http:" ? url : null;
}
