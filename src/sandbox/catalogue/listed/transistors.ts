import { listedParts, type ListedGroup } from "../listed-part.ts";

const npn40V = { polarity: "NPN", collectorVoltage: "40 V", collectorCurrent: "200 mA" };
const n = (drainVoltage: string) => ({ channel: "N-Channel", drainVoltage });
const p = (drainVoltage: string) => ({ channel: "P-Channel", drainVoltage });

const groups: readonly ListedGroup[] = [
  {
    maker: "onsemi",
    category: "bipolarTransistor",
    what: "TRANS NPN 40V 0.2A",
    datasheetUrl: "https://www.onsemi.com/pdf/datasheet/2n3903-d.pdf",
    facts: npn40V,
    parts: [
      ["2N3904", "TO-92-3", "THT", {}, "obsolete"],
      ["2N3904BU", "TO-92-3", "THT"],
      ["MMBT3904LT1G", "SOT-23-3", "SMD"],
    ],
  },
  {
    maker: "Diotec Semiconductor",
    category: "bipolarTransistor",
    what: "BJT NPN",
    parts: [
      ["2N3904", "TO-92", "THT", npn40V],
      ["MMBT3904", "SOT-23-3", "SMD", npn40V],
      ["BC547B", "TO-92", "THT", { polarity: "NPN", collectorVoltage: "45 V", collectorCurrent: "100 mA" }],
      [
        "BC847B",
        "SOT-23-3",
        "SMD",
        { polarity: "NPN", collectorVoltage: "45 V", collectorCurrent: "100 mA" },
      ],
    ],
  },
  {
    maker: "onsemi",
    category: "bipolarTransistor",
    what: "TRANS BJT",
    parts: [
      ["MMBT3904", "SOT-23-3", "SMD", npn40V],
      ["MMBT3906LT1G", "SOT-23-3", "SMD", { polarity: "PNP", collectorVoltage: "40 V" }],
      ["2N3906BU", "TO-92-3", "THT", { polarity: "PNP", collectorVoltage: "40 V" }],
      ["BC547BTA", "TO-92-3", "THT", { polarity: "NPN", collectorVoltage: "45 V" }],
      ["BC847BLT1G", "SOT-23-3", "SMD", { polarity: "NPN", collectorVoltage: "45 V" }],
      ["P2N2222AG", "TO-92-3", "THT", { polarity: "NPN", collectorVoltage: "40 V" }, "obsolete"],
      ["2N3055G", "TO-204 (TO-3)", "THT", { polarity: "NPN", collectorVoltage: "60 V" }],
      ["TIP120", "TO-220-3", "THT", { polarity: "NPN - Darlington", collectorVoltage: "60 V" }, "obsolete"],
    ],
  },
  {
    maker: "Nexperia",
    category: "bipolarTransistor",
    what: "TRANS NPN 45V 0.1A",
    facts: { polarity: "NPN", collectorVoltage: "45 V", collectorCurrent: "100 mA" },
    parts: [["BC847B,215", "TO-236AB", "SMD"]],
  },
  {
    maker: "Diodes Incorporated",
    category: "bipolarTransistor",
    what: "TRANS NPN",
    facts: { polarity: "NPN" },
    parts: [
      ["BC847B-7-F", "SOT-23-3", "SMD", { collectorVoltage: "45 V" }],
      ["MMBT3904-7-F", "SOT-23-3", "SMD", npn40V],
    ],
  },
  {
    maker: "Microchip",
    category: "bipolarTransistor",
    what: "TRANS NPN 50V 0.8A",
    facts: { polarity: "NPN" },
    parts: [["2N2222A", "TO-18", "THT"]],
  },
  {
    maker: "STMicroelectronics",
    category: "bipolarTransistor",
    what: "TRANS BJT POWER",
    parts: [
      ["TIP120", "TO-220AB", "THT", { polarity: "NPN - Darlington", collectorVoltage: "60 V" }],
      ["TIP122", "TO-220AB", "THT", { polarity: "NPN - Darlington", collectorVoltage: "100 V" }],
      ["TIP31C", "TO-220AB", "THT", { polarity: "NPN", collectorVoltage: "100 V" }],
      ["BD139", "SOT-32-3", "THT", { polarity: "NPN", collectorVoltage: "80 V" }],
      ["2N3055", "TO-3", "THT", { polarity: "NPN", collectorVoltage: "60 V" }, "obsolete"],
    ],
  },
  {
    maker: "Infineon Technologies",
    category: "mosfet",
    what: "MOSFET HEXFET",
    series: "HEXFET®",
    parts: [
      ["IRLZ44NPBF", "TO-220AB", "THT", n("55 V")],
      ["IRFZ44NPBF", "TO-220AB", "THT", n("55 V")],
      ["IRF540NPBF", "TO-220AB", "THT", n("100 V")],
      ["IRF520NPBF", "TO-220AB", "THT", n("100 V")],
      ["IRF3205PBF", "TO-220AB", "THT", n("55 V")],
      ["IRLB8743PBF", "TO-220AB", "THT", n("30 V")],
      ["IRF9540NPBF", "TO-220AB", "THT", p("100 V")],
      ["IRLML6401TRPBF", "SOT-23", "SMD", p("12 V")],
      ["IRLML6402TRPBF", "SOT-23", "SMD", p("20 V")],
      ["IRLML2502TRPBF", "SOT-23", "SMD", n("20 V")],
      ["IRLML6344TRPBF", "SOT-23", "SMD", n("30 V")],
    ],
  },
  {
    maker: "Vishay",
    category: "mosfet",
    what: "MOSFET",
    parts: [
      ["IRF510PBF", "TO-220AB", "THT", n("100 V")],
      ["IRF640PBF", "TO-220AB", "THT", n("200 V")],
      ["IRF740PBF", "TO-220AB", "THT", n("400 V")],
      ["IRF830PBF", "TO-220AB", "THT", n("500 V")],
      ["SI2301CDS-T1-GE3", "SOT-23-3", "SMD", p("20 V")],
      ["SI2302CDS-T1-GE3", "SOT-23-3", "SMD", n("20 V")],
    ],
  },
  {
    maker: "onsemi",
    category: "mosfet",
    what: "MOSFET",
    parts: [
      ["2N7002", "SOT-23-3", "SMD", n("60 V")],
      ["BSS138", "SOT-23-3", "SMD", n("50 V")],
      ["BSS84", "SOT-23-3", "SMD", p("50 V")],
      ["FDN340P", "SOT-23-3", "SMD", p("20 V")],
      ["FDV301N", "SOT-23-3", "SMD", n("25 V")],
      ["FQP27P06", "TO-220-3", "THT", p("60 V")],
      ["FQP30N06L", "TO-220-3", "THT", n("60 V"), "last_time_buy"],
      ["RFP30N06LE", "TO-220-3", "THT", n("60 V"), "obsolete"],
    ],
  },
  {
    maker: "Nexperia",
    category: "mosfet",
    what: "MOSFET N-CH 60V",
    facts: n("60 V"),
    parts: [
      ["2N7002", "TO-236AB", "SMD"],
      ["2N7002,215", "TO-236AB", "SMD"],
    ],
  },
  {
    maker: "Diotec Semiconductor",
    category: "mosfet",
    what: "MOSFET N-CH",
    parts: [
      ["2N7002", "SOT-23-3", "SMD", n("60 V")],
      ["BSS138", "SOT-23-3", "SMD", n("50 V")],
    ],
  },
  {
    maker: "Diodes Incorporated",
    category: "mosfet",
    what: "MOSFET",
    parts: [
      ["2N7002-7-F", "SOT-23-3", "SMD", n("60 V")],
      ["BSS138-7-F", "SOT-23-3", "SMD", n("50 V")],
      ["DMG2305UX-7", "SOT-23-3", "SMD", p("20 V")],
    ],
  },
];

/** Bipolar and field-effect transistors. */
export const listedTransistors = groups.flatMap(listedParts);
