/** Letters of other scripts that pass for Latin ones, from the Unicode consortium's list of confusables (UTS 39). */
const lookAlikes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    a: "аαɑ",
    b: "Ьь",
    c: "сϲ",
    d: "ԁ",
    e: "еҽ",
    g: "ɡ",
    h: "һ",
    i: "іıι",
    j: "јϳ",
    k: "κк",
    l: "ӏⅼ",
    m: "м",
    n: "ո",
    o: "оοօ",
    p: "рρ",
    q: "ԛ",
    r: "г",
    s: "ѕ",
    t: "тτ",
    u: "υս",
    v: "ѵν",
    w: "ԝω",
    x: "хχ",
    y: "уγ",
    z: "ᴢ",
    A: "АΑ",
    B: "ВΒ",
    C: "СϹ",
    E: "ЕΕ",
    F: "Ϝ",
    H: "НΗ",
    I: "ІΙ",
    J: "Ј",
    K: "КΚ",
    M: "МΜ",
    N: "Ν",
    O: "ОΟ",
    P: "РΡ",
    S: "Ѕ",
    T: "ТΤ",
    X: "ХΧ",
    Y: "УΥ",
    Z: "Ζ",
  }).flatMap(([latin, others]) => Array.from(others, (other) => [other, latin])),
);

/** Which character of a name is not what it looks like, as a sentence, and the name as it was probably meant. */
export function lookAlikeHint(name: string): { readonly explanation: string; readonly meant: string } {
  const characters = Array.from(name, (seen) => ({ seen, latin: latinOf(seen) }));
  const meant = characters.map(({ latin }) => latin).join("");
  const first = characters.find(({ seen, latin }) => seen !== latin);
  if (first === undefined) return { explanation: "", meant };
  const code = `U+${(first.seen.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
  const explanation =
    first.latin === ""
      ? ` It has an invisible character, ${code}.`
      : ` Its "${first.seen}" is ${code}, which only looks like "${first.latin}".`;
  return { explanation, meant };
}

function latinOf(character: string): string {
  if (/^[\p{Cc}\p{Cf}]$/u.test(character)) return "";
  return lookAlikes.get(character) ?? character.normalize("NFKC");
}
