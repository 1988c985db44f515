import { listedParts, type ListedGroup } from "../listed-part.ts";

const logic = (text: string) => ({ logic: text });

const groups: readonly ListedGroup[] = [
  {
    maker: "Nexperia",
    category: "logic",
    what: "IC LOGIC 74HC",
    series: "74HC",
    facts: { supply: "2 V ~ 6 V" },
    parts: [
      ["74HC595D,118", "16-SO", "SMD", logic("Shift Register")],
      ["74HC595PW,118", "16-TSSOP", "SMD", logic("Shift Register")],
      ["74HC165D,653", "16-SO", "SMD", logic("Shift Register")],
      ["74HC00D,653", "14-SO", "SMD", logic("NAND Gate")],
      ["74HC04D,653", "14-SO", "SMD", logic("Inverter")],
      ["74HC14D,653", "14-SO", "SMD", logic("Inverter, Schmitt Trigger")],
    ],
  },
  {
    maker: "Nexperia",
    category: "logic",
    what: "IC LOGIC SINGLE GATE",
    parts: [
      ["74LVC1G04GW,125", "5-TSSOP", "SMD", logic("Inverter")],
      ["74LVC1G14GW,125", "5-TSSOP", "SMD", logic("Inverter, Schmitt Trigger")],
      ["74AHC1G08GW,125", "5-TSSOP", "SMD", logic("AND Gate")],
    ],
  },
  {
    maker: "Texas Instruments",
    category: "logic",
    what: "IC LOGIC 74HC",
    series: "74HC",
    facts: { supply: "2 V ~ 6 V" },
    parts: [
      ["SN74HC595N", "16-PDIP", "THT", logic("Shift Register")],
      ["SN74HC595DR", "16-SOIC", "SMD", logic("Shift Register")],
      ["SN74HC00N", "14-PDIP", "THT", logic("NAND Gate")],
      ["SN74HC04N", "14-PDIP", "THT", logic("Inverter")],
      ["SN74HC14N", "14-PDIP", "THT", logic("Inverter, Schmitt Trigger")],
    ],
  },
  {
    maker: "Texas Instruments",
    category: "logic",
    what: "IC LOGIC SINGLE GATE",
    series: "74LVC",
    facts: { supply: "1.65 V ~ 5.5 V" },
    parts: [
      ["SN74LVC1G14DBVR", "SOT-23-5", "SMD", logic("Inverter, Schmitt Trigger")],
      ["SN74LVC1G08DBVR", "SOT-23-5", "SMD", logic("AND Gate")],
      ["SN74LVC1G125DBVR", "SOT-23-5", "SMD", logic("Buffer")],
    ],
  },
  {
    maker: "Texas Instruments",
    category: "logic",
    what: "IC LOGIC",
    parts: [
      ["SN74LVC8T245PWR", "24-TSSOP", "SMD", logic("Transceiver")],
      ["SN74AHCT125N", "14-PDIP", "THT", logic("Buffer")],
      ["SN74HCT245N", "20-PDIP", "THT", logic("Transceiver")],
      ["SN74LS00N", "14-PDIP", "THT", logic("NAND Gate")],
      ["CD4017BE", "16-PDIP", "THT", logic("Decade Counter")],
      ["CD4060BE", "16-PDIP", "THT", logic("Binary Counter")],
      ["CD4011BE", "14-PDIP", "THT", logic("NAND Gate")],
      ["CD4051BE", "16-PDIP", "THT", logic("Analog Multiplexer")],
      ["TXB0108PWR", "20-TSSOP", "SMD", logic("Voltage Level Translator")],
      ["TXS0108EPWR", "20-TSSOP", "SMD", logic("Voltage Level Translator")],
    ],
  },
  {
    maker: "onsemi",
    category: "logic",
    what: "IC SHIFT REGISTER 8BIT",
    facts: { logic: "Shift Register", supply: "2 V ~ 6 V" },
    parts: [["MC74HC595ADR2G", "16-SOIC", "SMD"]],
  },
  {
    maker: "Texas Instruments",
    category: "interface",
    what: "IC DARLINGTON ARRAY",
    parts: [
      ["ULN2003AN", "16-PDIP", "THT"],
      ["ULN2003ADR", "16-SOIC", "SMD"],
      ["ULN2803ADWR", "18-SOIC", "SMD"],
    ],
  },
  {
    maker: "STMicroelectronics",
    category: "interface",
    what: "IC DRIVER ARRAY",
    parts: [
      ["ULN2003A", "16-DIP", "THT"],
      ["ULN2003D1013TR", "16-SO", "SMD"],
      ["L293D", "16-DIP", "THT"],
      ["L298N", "15-Multiwatt", "THT"],
    ],
  },
];

/** Logic and drivers. */
export const listedLogic = groups.flatMap(listedParts);
