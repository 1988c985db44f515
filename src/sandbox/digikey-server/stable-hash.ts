/** An unsigned 32-bit number that depends on the parts and on nothing else: FNV-1a with Murmur3's final mix. */
export function stableHash(...parts: readonly (string | number)[]): number {
  // A unit separator keeps ("ab", "c") and ("a", "bc") apart.
  const text = parts.join("\u001f");
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** The same as a fraction: 0 or more, less than 1. */
export function stableFraction(...parts: readonly (string | number)[]): number {
  return stableHash(...parts) / 2 ** 32;
}
