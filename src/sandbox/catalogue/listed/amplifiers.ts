import { listedParts, type ListedGroup } from "../listed-part.ts";

const groups: readonly ListedGroup[] = [
  {
    maker: "Texas Instruments",
    category: "amplifier",
    what: "IC OPAMP GP 2 CIRCUIT",
    datasheetUrl: "https://www.ti.com/lit/ds/symlink/lm358.pdf",
    facts: { circuits: "2" },
    parts: [
      ["LM358DR", "8-SOIC", "SMD"],
      ["LM358D", "8-SOIC", "SMD"],
      ["LM358P", "8-PDIP", "THT"],
      ["LM358PWR", "8-TSSOP", "SMD"],
      ["LM358DGKR", "8-VSSOP", "SMD"],
    ],
  },
  {
    maker: "STMicroelectronics",
    category: "amplifier",
    what: "IC OPAMP GP 2 CIRCUIT",
    datasheetUrl: "https://www.st.com/resource/en/datasheet/lm158.pdf",
    facts: { circuits: "2", supply: "3 V ~ 30 V" },
    parts: [
      ["LM358D", "8-SO", "SMD"],
      ["LM358DT", "8-SO", "SMD"],
      ["LM358N", "8-DIP", "THT"],
    ],
  },
  {
    maker: "onsemi",
    category: "amplifier",
    what: "IC OPAMP GP 2 CIRCUIT",
    datasheetUrl: "https://www.onsemi.com/pdf/datasheet/lm358-d.pdf",
    facts: { circuits: "2", supply: "3 V ~ 32 V" },
    parts: [["LM358DR2G", "8-SOIC", "SMD"]],
  },
  {
    maker: "Texas Instruments",
    category: "amplifier",
    what: "IC OPAMP GP 4 CIRCUIT",
    datasheetUrl: "https://www.ti.com/lit/ds/symlink/lm324.pdf",
    facts: { circuits: "4" },
    parts: [
      ["LM324N", "14-PDIP", "THT"],
      ["LM324DR", "14-SOIC", "SMD"],
      ["LM324PWR", "14-TSSOP", "SMD"],
    ],
  },
  {
    maker: "STMicroelectronics",
    category: "amplifier",
    what: "IC OPAMP GP 4 CIRCUIT",
    facts: { circuits: "4", supply: "3 V ~ 30 V" },
    parts: [
      ["LM324N", "14-DIP", "THT"],
      ["LM324DT", "14-SO", "SMD"],
    ],
  },
  {
    maker: "Texas Instruments",
    category: "amplifier",
    what: "IC OPAMP JFET",
    datasheetUrl: "https://www.ti.com/lit/ds/symlink/tl072.pdf",
    parts: [
      ["TL072CP", "8-PDIP", "THT", { circuits: "2" }],
      ["TL072CDR", "8-SOIC", "SMD", { circuits: "2" }],
      ["TL074CN", "14-PDIP", "THT", { circuits: "4" }],
      ["TL082CP", "8-PDIP", "THT", { circuits: "2" }],
    ],
  },
  {
    maker: "STMicroelectronics",
    category: "amplifier",
    what: "IC OPAMP JFET",
    parts: [
      ["TL072CN", "8-DIP", "THT", { circuits: "2" }],
      ["TL072CDT", "8-SO", "SMD", { circuits: "2" }],
      ["TL074CN", "14-DIP", "THT", { circuits: "4" }],
    ],
  },
  {
    maker: "Texas Instruments",
    category: "amplifier",
    what: "IC OPAMP AUDIO 2 CIRCUIT",
    facts: { circuits: "2" },
    parts: [
      ["NE5532P", "8-PDIP", "THT"],
      ["NE5532DR", "8-SOIC", "SMD"],
      ["OPA2134PA", "8-PDIP", "THT"],
      ["OPA2134UA", "8-SOIC", "SMD"],
    ],
  },
  {
    maker: "Texas Instruments",
    category: "amplifier",
    what: "IC AMPLIFIER",
    parts: [
      ["LM386N-1/NOPB", "8-PDIP", "THT"],
      ["LM741CN/NOPB", "8-PDIP", "THT", { circuits: "1" }],
      ["INA128P", "8-PDIP", "THT"],
    ],
  },
  {
    maker: "Microchip",
    category: "amplifier",
    what: "IC OPAMP GP RAIL-TO-RAIL",
    facts: { supply: "1.8 V ~ 6 V" },
    parts: [
      ["MCP6001T-I/OT", "SOT-23-5", "SMD", { circuits: "1" }],
      ["MCP6002-I/P", "8-PDIP", "THT", { circuits: "2" }],
      ["MCP6002-I/SN", "8-SOIC", "SMD", { circuits: "2" }],
      ["MCP6004-I/P", "14-PDIP", "THT", { circuits: "4" }],
    ],
  },
  {
    maker: "Analog Devices",
    category: "amplifier",
    what: "IC PRECISION AMPLIFIER",
    parts: [
      ["AD620ANZ", "8-PDIP", "THT"],
      ["AD620ARZ", "8-SOIC", "SMD"],
      ["OP07CPZ", "8-PDIP", "THT", { circuits: "1" }],
      ["OP27GPZ", "8-PDIP", "THT", { circuits: "1" }],
      ["LT1028CN8#PBF", "8-PDIP", "THT", { circuits: "1" }],
      ["LT1013CN8#PBF", "8-PDIP", "THT", { circuits: "2" }],
      ["LTC1050CN8#PBF", "8-PDIP", "THT", { circuits: "1" }],
    ],
  },
];

/** Operational and other amplifiers. */
export const listedAmplifiers = groups.flatMap(listedParts);
