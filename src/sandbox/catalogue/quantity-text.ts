/** `100 kOhms`, `4.7 Ohms`, `1 MOhms`. */
export function ohmsText(ohms: number): string {
  if (ohms >= 1e6) return `${ohms / 1e6} MOhms`;
  return ohms >= 1e3 ? `${ohms / 1e3} kOhms` : `${ohms} Ohms`;
}

/** `100 pF`, `0.1 µF`, `10000 pF`: a distributor prints µF from 0.1 µF up and pF below. */
export function faradsText(picofarads: number): string {
  return picofarads >= 1e5 ? `${picofarads / 1e6} µF` : `${picofarads} pF`;
}

/** `12 nH`, `4.7 µH`, `1 mH`. */
export function henriesText(nanohenries: number): string {
  if (nanohenries >= 1e6) return `${nanohenries / 1e6} mH`;
  return nanohenries >= 1e3 ? `${nanohenries / 1e3} µH` : `${nanohenries} nH`;
}

/** The same quantity as short descriptions write it: `100 kOhms` → `100K OHM`, `0.1 µF` → `0.1UF`. */
export function shortText(quantity: string): string {
  return quantity
    .replace(/ ([kM]?)Ohms$/, "$1 Ohm")
    .replace(/ (?=[^ ]+[FH]$)/, "")
    .replace("µ", "u")
    .toUpperCase();
}
