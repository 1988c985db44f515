import { stripVTControlCharacters } from "node:util";

const printableAscii = /^[\x20-\x7e]*$/;
const zeroWidth = /^[\p{M}\p{Cc}\p{Cf}]+$/u;
/** Katakana and Hangul that were made to fit one column. */
const halfwidth = /^[\uFF61-\uFFDC]/;
const emoji = /^\p{Emoji_Presentation}|^\p{Extended_Pictographic}\uFE0F|\u20E3$/u;
const eastAsian =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\u3000-\u303E\u30FB-\u30FC\uFF01-\uFF60\uFFE0-\uFFE6]/u;

/** Columns a text takes on a terminal; escape sequences take none, emoji and East Asian characters two. */
export function textWidth(text: string): number {
  if (printableAscii.test(text)) return text.length;
  return graphemes(stripVTControlCharacters(text)).reduce(
    (sum, grapheme) => sum + graphemeWidth(grapheme),
    0,
  );
}

/** Text cut to at most `columns`, the last of them an ellipsis where something was cut; for text without escapes. */
export function truncate(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text;
  let kept = "";
  let width = 0;
  for (const grapheme of graphemes(text)) {
    width += graphemeWidth(grapheme);
    if (width > columns - 1) break;
    kept += grapheme;
  }
  return `${kept}…`;
}

/** Foreign text on one harmless line: no escape sequences, line breaks, control or bidirectional override characters. */
export function printable(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .replaceAll(/[\u202A-\u202E\u2066-\u2069]/g, "")
    .trim();
}

/** Whatever may belong to the character before it; without any of it, every code point is a grapheme. */
const joining =
  /[\p{M}\p{Cf}\p{Regional_Indicator}\p{Emoji_Modifier}\u1100-\u11FF\uA960-\uA97F\uD7B0-\uD7FF]/u;
// Made when a text needs it, which few do: loading its data takes time.
let segmenter: Intl.Segmenter | undefined;

function graphemes(text: string): readonly string[] {
  if (!joining.test(text)) return Array.from(text);
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

function graphemeWidth(grapheme: string): number {
  if (zeroWidth.test(grapheme)) return 0;
  if (halfwidth.test(grapheme)) return 1;
  return emoji.test(grapheme) || eastAsian.test(grapheme) ? 2 : 1;
}
