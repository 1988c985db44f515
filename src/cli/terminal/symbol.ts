/** Emoji that every terminal draws two columns wide, each with the words that stand in for it. */
const symbols = {
  start: ["🚀", "[start]"],
  source: ["🔎", "[source]"],
  database: ["💾", "[database]"],
  rules: ["📐", "[rules]"],
  provider: ["🔌", "[provider]"],
  batch: ["📦", "[batch]"],
  automation: ["🤖", "[automation]"],
  manual: ["👤", "[manual]"],
  fallback: ["🔁", "[fallback]"],
  completed: ["✅", "[ok]"],
  failed: ["❌", "[failed]"],
  deferred: ["⏳", "[deferred]"],
  warning: ["❗", "[warning]"],
  report: ["📊", "[report]"],
} as const satisfies Record<string, readonly [emoji: string, plain: string]>;

export type SymbolName = keyof typeof symbols;

/** The sign in front of a line: an emoji, or a plain word in brackets where emoji are off. */
export function symbol(name: SymbolName, { emoji }: { readonly emoji: boolean }): string {
  const [picture, plain] = symbols[name];
  return emoji ? picture : plain;
}
