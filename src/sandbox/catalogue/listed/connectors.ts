import { listedParts, type ListedGroup, type ListedPart } from "../listed-part.ts";

const inch10 = '0.100" (2.54mm)';

/** A connector by number and count of positions. */
const header = (mpn: string, positions: number): ListedPart => [
  mpn,
  null,
  "THT",
  { positions: String(positions) },
];
const smtHeader = (mpn: string, positions: number): ListedPart => [
  mpn,
  null,
  "SMD",
  { positions: String(positions) },
];
const housing = (mpn: string, positions: number): ListedPart => [
  mpn,
  null,
  null,
  { positions: String(positions) },
];

const groups: readonly ListedGroup[] = [
  {
    maker: "Molex",
    category: "connector",
    what: "CONN KK 254",
    series: "KK 254",
    facts: { pitch: inch10 },
    parts: [
      header("0022232021", 2),
      header("0022232031", 3),
      header("0022232041", 4),
      housing("0022013027", 2),
      housing("0022013037", 3),
      housing("0022013047", 4),
    ],
  },
  {
    maker: "Molex",
    category: "connector",
    what: "CONN RCPT HSG",
    parts: [
      housing("0039012020", 2),
      housing("0039012040", 4),
      housing("0430250200", 2),
      housing("0430250400", 4),
      housing("0510210200", 2),
      housing("0510210400", 4),
    ],
  },
  {
    maker: "JST",
    category: "connector",
    what: "CONN PH",
    series: "PH",
    facts: { pitch: '0.079" (2.00mm)' },
    parts: [
      header("B2B-PH-K-S(LF)(SN)", 2),
      header("B3B-PH-K-S(LF)(SN)", 3),
      header("B4B-PH-K-S(LF)(SN)", 4),
      header("S2B-PH-K-S(LF)(SN)", 2),
      smtHeader("S2B-PH-SM4-TB(LF)(SN)", 2),
      housing("PHR-2", 2),
      housing("PHR-3", 3),
      housing("PHR-4", 4),
    ],
  },
  {
    maker: "JST",
    category: "connector",
    what: "CONN XH",
    series: "XH",
    facts: { pitch: '0.098" (2.50mm)' },
    parts: [
      header("B2B-XH-A(LF)(SN)", 2),
      header("B3B-XH-A(LF)(SN)", 3),
      header("B4B-XH-A(LF)(SN)", 4),
      housing("XHP-2", 2),
      housing("XHP-3", 3),
      housing("XHP-4", 4),
    ],
  },
  {
    maker: "JST",
    category: "connector",
    what: "CONN SH",
    series: "SH",
    facts: { pitch: '0.039" (1.00mm)' },
    parts: [smtHeader("SM04B-SRSS-TB(LF)(SN)", 4)],
  },
  {
    maker: "TE Connectivity",
    category: "connector",
    what: "CONN HEADER MTA-100",
    facts: { pitch: inch10 },
    parts: [header("640456-2", 2), header("640456-3", 3), header("640456-4", 4)],
  },
  {
    maker: "TE Connectivity",
    category: "connector",
    what: "CONN",
    parts: [header("282837-2", 2), ["292304-1", null, "THT"]],
  },
  {
    maker: "Samtec",
    category: "connector",
    what: "CONN HEADER",
    facts: { pitch: inch10 },
    parts: [
      header("TSW-110-07-G-S", 10),
      header("TSW-102-07-G-S", 2),
      header("SSW-110-01-T-S", 10),
      header("SSW-104-01-T-S", 4),
    ],
  },
  {
    maker: "Samtec",
    category: "connector",
    what: "CONN HEADER",
    facts: { pitch: '0.050" (1.27mm)' },
    parts: [smtHeader("FTSH-105-01-L-DV-K", 10), smtHeader("FTSH-110-01-L-DV", 20)],
  },
  {
    maker: "Hirose",
    category: "connector",
    what: "CONN",
    parts: [
      ["U.FL-R-SMT-1(10)", null, "SMD"],
      smtHeader("DF40C-30DP-0.4V(51)", 30),
      smtHeader("FH12-30S-0.5SH(55)", 30),
      ["DM3AT-SF-PEJM5", null, "SMD"],
    ],
  },
];

/** Connectors: numbers of digits alone with leading zeros, parentheses, dots. */
export const listedConnectors = groups.flatMap(listedParts);
