import { listedParts, type ListedGroup } from "../listed-part.ts";

const fixed = (output: string) => ({ output });
const buck = { topology: "Buck" };

const groups: readonly ListedGroup[] = [
  {
    maker: "Texas Instruments",
    category: "powerManagement",
    what: "IC REG LINEAR",
    parts: [
      ["LP3982IMM-ADJ/NOPB", "8-VSSOP", "SMD", { output: "1.25V" }],
      ["LP2985-33DBVR", "SOT-23-5", "SMD", fixed("3.3V")],
      ["TLV1117-33CDCYR", "SOT-223-4", "SMD", fixed("3.3V")],
      ["LM1117MP-3.3/NOPB", "SOT-223-4", "SMD", fixed("3.3V")],
      ["LM1117T-3.3/NOPB", "TO-220-3", "THT", fixed("3.3V")],
      ["LM317KCT", "TO-220-3", "THT", fixed("1.25V")],
      ["LM7805CT/NOPB", "TO-220-3", "THT", fixed("5V")],
      ["TPS7A4700RGWR", "20-VQFN", "SMD"],
    ],
  },
  {
    maker: "Texas Instruments",
    category: "powerManagement",
    what: "IC REG SWITCHING",
    parts: [
      ["TPS54331DR", "8-SOIC", "SMD", { ...buck, output: "0.8V" }],
      ["TPS63020DSJR", "14-VSON", "SMD", { topology: "Buck-Boost" }],
      ["LM2596S-5.0/NOPB", "TO-263-5", "SMD", { ...buck, output: "5V" }],
      ["LM2596S-ADJ/NOPB", "TO-263-5", "SMD", buck],
      ["LM2576T-5.0/NOPB", "TO-220-5", "THT", { ...buck, output: "5V" }],
    ],
  },
  {
    maker: "STMicroelectronics",
    category: "powerManagement",
    what: "IC REG LINEAR",
    parts: [
      ["L7805CV", "TO-220-3", "THT", fixed("5V")],
      ["L7812CV", "TO-220-3", "THT", fixed("12V")],
      ["LD1117V33", "TO-220-3", "THT", fixed("3.3V")],
      ["LM317T", "TO-220-3", "THT", fixed("1.2V")],
    ],
  },
  {
    maker: "onsemi",
    category: "powerManagement",
    what: "IC REG LINEAR",
    parts: [
      ["LM317T", "TO-220-3", "THT", fixed("1.2V"), "obsolete"],
      ["NCP1117ST33T3G", "SOT-223", "SMD", fixed("3.3V")],
      ["MC7805CTG", "TO-220-3", "THT", fixed("5V")],
    ],
  },
  {
    maker: "Diodes Incorporated",
    category: "powerManagement",
    what: "IC REG LINEAR 3.3V",
    facts: fixed("3.3V"),
    parts: [
      ["AP2112K-3.3TRG1", "SOT-25", "SMD"],
      ["AZ1117CH-3.3TRG1", "SOT-223", "SMD"],
    ],
  },
  {
    maker: "Microchip",
    category: "powerManagement",
    what: "IC POWER MANAGEMENT",
    parts: [
      ["MCP1700-3302E/TO", "TO-92-3", "THT", fixed("3.3V")],
      ["MCP1700T-3302E/TT", "SOT-23-3", "SMD", fixed("3.3V")],
      ["MIC5205-3.3YM5-TR", "SOT-23-5", "SMD", fixed("3.3V")],
      ["MCP73831T-2ACI/OT", "SOT-23-5", "SMD"],
    ],
  },
  {
    maker: "Analog Devices",
    category: "powerManagement",
    what: "IC POWER MANAGEMENT",
    parts: [
      ["LT1763CS8-3.3#PBF", "8-SOIC", "SMD", fixed("3.3V")],
      ["LT3080EDD#PBF", "8-DFN", "SMD"],
      ["LTC3780EG#PBF", "24-SSOP", "SMD", { topology: "Buck-Boost" }],
      ["LTC3108EDE#PBF", "12-DFN", "SMD"],
      ["LTC4412ES6#TRPBF", "TSOT-23-6", "SMD"],
    ],
  },
  {
    maker: "Panasonic",
    category: "aluminiumCapacitor",
    what: "CAP ALUM SMD",
    series: "FK",
    facts: { tolerance: "±20%", polarization: "Polar" },
    parts: [
      ["EEE-FK1H470P", null, "SMD", { capacitance: "47 µF", ratedVoltage: "50 V" }],
      ["EEE-FK1V101P", null, "SMD", { capacitance: "100 µF", ratedVoltage: "35 V" }],
      ["EEE-FK1A471P", null, "SMD", { capacitance: "470 µF", ratedVoltage: "10 V" }],
      ["EEE-FK1A102P", null, "SMD", { capacitance: "1000 µF", ratedVoltage: "10 V" }],
    ],
  },
  {
    maker: "Nichicon",
    category: "aluminiumCapacitor",
    what: "CAP ALUM RADIAL",
    series: "UVR",
    facts: { tolerance: "±20%", polarization: "Polar", ratedVoltage: "50 V" },
    parts: [
      ["UVR1H101MPD", "Radial", "THT", { capacitance: "100 µF" }],
      ["UVR1H4R7MDD1TA", "Radial", "THT", { capacitance: "4.7 µF" }],
    ],
  },
];

/** Regulators, chargers and the electrolytic capacitors beside them. */
export const listedPowerManagement = groups.flatMap(listedParts);
