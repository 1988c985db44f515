/** A provider's way out that holds every lookup after the first few, until they are released. */
export function heldLookups(free: number) {
  let isReleased = false;
  let lookups = 0;
  const waiting: (() => void)[] = [];
  let tell: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (tell = resolve));
  const viaGate: typeof fetch = async (input, init) => {
    const { url } = new Request(input, init);
    if (!url.includes("/oauth2/")) {
      lookups += 1;
      if (lookups > free && !isReleased) {
        tell();
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    }
    return fetch(input, init);
  };
  return {
    fetch: viaGate,
    /** Settles when the first one is held. */
    held,
    release() {
      isReleased = true;
      for (const go of waiting.splice(0)) go();
    },
  };
}
