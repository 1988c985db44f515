import { preferredNumbers, preferredValues } from "../preferred-values.ts";

const tenOhmsToOneMegohm = { from: 10, to: 1e6 };

/** Ranges of resistance that every series here covers in full: 10 Ω to 1 MΩ, the published ranges are wider. */
export const resistorValues = {
  /** For tolerances of 5 %. */
  E24: preferredValues([preferredNumbers.E24], tenOhmsToOneMegohm),
  /** For tolerances of 1 %. */
  E24AndE96: preferredValues([preferredNumbers.E24, preferredNumbers.E96], tenOhmsToOneMegohm),
  /** For precision resistors. */
  E24AndE192: preferredValues([preferredNumbers.E24, preferredNumbers.E192], tenOhmsToOneMegohm),
  /** For thin film, whose small sizes end earlier: 100 Ω to 100 kΩ. */
  thinFilmE24AndE96: preferredValues([preferredNumbers.E24, preferredNumbers.E96], { from: 100, to: 1e5 }),
  thinFilmE24: preferredValues([preferredNumbers.E24], { from: 100, to: 1e5 }),
};
