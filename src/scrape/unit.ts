/** A unit as written, reduced to its base: a number in it times 10^`exponent` is a number in `symbol`. */
export interface Unit {
  readonly symbol: string;
  readonly exponent: number;
}

/** Powers of ten by SI prefix; both ways of writing micro occur. */
const prefixes: ReadonlyMap<string, number> = new Map([
  ["f", -15],
  ["p", -12],
  ["n", -9],
  ["µ", -6],
  ["u", -6],
  ["m", -3],
  ["k", 3],
  ["M", 6],
  ["G", 9],
  ["T", 12],
]);

/** Units that take an SI prefix, by spelling. */
const prefixable: ReadonlyMap<string, string> = new Map([
  ["Ω", "Ω"],
  ["Ohm", "Ω"],
  ["Ohms", "Ω"],
  ["F", "F"],
  ["H", "H"],
  ["A", "A"],
  ["V", "V"],
  ["VDC", "VDC"],
  ["VAC", "VAC"],
  ["VA", "VA"],
  ["W", "W"],
  ["Wh", "Wh"],
  ["Ah", "Ah"],
  ["Hz", "Hz"],
  ["s", "s"],
  ["m", "m"],
  ["J", "J"],
  ["N", "N"],
  ["Pa", "Pa"],
  ["cd", "cd"],
  ["lm", "lm"],
  ["bps", "bps"],
]);

/** Units that stand alone, by spelling. Bytes and bits with a prefix are absent: 1 K of them may be 1000 or 1024. */
const fixed: ReadonlyMap<string, Unit> = new Map([
  ["%", { symbol: "%", exponent: 0 }],
  ["% RH", { symbol: "% RH", exponent: 0 }],
  ["ppm", { symbol: "ppm", exponent: 0 }],
  ["ppm/°C", { symbol: "ppm/°C", exponent: 0 }],
  ["°C", { symbol: "°C", exponent: 0 }],
  ["°C/W", { symbol: "°C/W", exponent: 0 }],
  ["°", { symbol: "°", exponent: 0 }],
  ["dB", { symbol: "dB", exponent: 0 }],
  ["dBm", { symbol: "dBm", exponent: 0 }],
  ["Hrs", { symbol: "h", exponent: 0 }],
  ["b", { symbol: "bit", exponent: 0 }],
  ["V/µs", { symbol: "V/s", exponent: 6 }],
  ["V/ms", { symbol: "V/s", exponent: 3 }],
  ["cm", { symbol: "m", exponent: -2 }],
]);

/** The unit written as `text` (`"kOhms"`, `"µF"`, `"ppm/°C"`); undefined when it is not known. */
export function readUnit(text: string): Unit | undefined {
  const whole = fixed.get(text);
  if (whole !== undefined) return whole;
  const symbol = prefixable.get(text);
  if (symbol !== undefined) return { symbol, exponent: 0 };
  const exponent = prefixes.get(text.slice(0, 1));
  const prefixed = prefixable.get(text.slice(1));
  return exponent === undefined || prefixed === undefined ? undefined : { symbol: prefixed, exponent };
}
