// Draws what a terminal of 100 columns shows, colours and all, as an SVG:
//   tmux capture-pane -p -e | node docs/terminal-svg.mjs > docs/run.svg
import { readFileSync } from "node:fs";

const columns = 100;
const cell = { width: 8.45, height: 20 };
const margin = { side: 20, top: 44, bottom: 20 };
const colours = {
  plain: "#d4d9e2",
  bold: "#ffffff",
  dim: "#939db0",
  31: "#f2777a",
  32: "#8fd18f",
  33: "#f5c97a",
};
const fonts = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace";

const escape = new RegExp("(" + String.fromCharCode(27) + String.raw`\[[\d;]*m)`);
const picture = /(\p{Emoji_Presentation})/u;

/** The codes in force after a sequence: 0 or none ends all, 39 the colour; 49 is about backgrounds. */
function withSequence(codes, sequence) {
  let result = codes;
  for (const code of sequence.slice(2, -1).split(";")) {
    if (code === "" || code === "0") result = [];
    else if (code === "39") result = result.filter((other) => !other.startsWith("3"));
    else if (code !== "49") result = [...result, code];
  }
  return result;
}

/** The lines as stretches of one style each, emoji on their own; a style lasts over line ends. */
function stretchesOf(text) {
  let codes = [];
  return text.split("\n").map((line) => {
    const stretches = [];
    let column = 0;
    for (const piece of line.split(escape)) {
      if (escape.test(piece)) {
        codes = withSequence(codes, piece);
        continue;
      }
      for (const part of piece.split(picture).filter((each) => each !== "")) {
        stretches.push({ part, column, codes });
        column += picture.test(part) ? 2 : part.length;
      }
    }
    return stretches;
  });
}

/** One stretch, put into its own cells: no font can push the rest of the line out of place. */
function drawn({ part, column, codes }, row) {
  const indent = part.length - part.trimStart().length;
  const text = part.trim().replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  if (text === "") return "";
  const x = (margin.side + (column + indent) * cell.width).toFixed(1);
  const y = margin.top + row * cell.height + 14;
  const isPicture = picture.test(part);
  const shape = isPicture
    ? ` font-family="'Apple Color Emoji', 'Segoe UI Emoji', 'Noto Color Emoji', sans-serif"`
    : ` textLength="${(part.trim().length * cell.width).toFixed(1)}"`;
  const isBold = codes.includes("1");
  const colour = codes.map((code) => colours[code]).find((found) => found !== undefined);
  const fill = colour ?? (codes.includes("2") ? colours.dim : isBold ? colours.bold : colours.plain);
  const weight = isBold ? ' font-weight="bold"' : "";
  return `<text x="${x}" y="${y}"${shape} fill="${fill}"${weight}>${text}</text>`;
}

const lines = stretchesOf(readFileSync(0, "utf8").trimEnd());
const size = {
  width: Math.ceil(columns * cell.width + 2 * margin.side),
  height: margin.top + lines.length * cell.height + margin.bottom,
};
const lights = [colours[31], colours[33], colours[32]].map(
  (fill, index) => `<circle cx="${26 + index * 20}" cy="22" r="6" fill="${fill}"/>`,
);
const texts = lines.flatMap((line, row) =>
  line.map((stretch) => drawn(stretch, row)).filter((text) => text !== ""),
);
process.stdout
  .write(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" width="${size.width}" height="${size.height}" role="img" aria-label="A run in the terminal">
<rect width="${size.width}" height="${size.height}" rx="10" fill="#1c2029"/>
${lights.join("")}
<g font-family="${fonts}" font-size="14" xml:space="preserve" style="white-space: pre">
${texts.join("\n")}
</g>
</svg>
`);
