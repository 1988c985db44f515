import { listedParts, type ListedGroup } from "../listed-part.ts";

const reverse = (reverseVoltage: string) => ({ reverseVoltage });

const groups: readonly ListedGroup[] = [
  {
    maker: "onsemi",
    category: "diode",
    what: "DIODE",
    parts: [
      ["1N4148", "DO-35", "THT", reverse("100 V")],
      ["1N4148WS", "SOD-323", "SMD"],
      ["1N4007", "DO-41", "THT", reverse("1000 V")],
      ["1N5408", "DO-201AD", "THT", reverse("1000 V")],
      ["1N5819", "DO-41", "THT", reverse("40 V")],
      ["BAV99", "SOT-23-3", "SMD"],
      ["BAT54LT1G", "SOT-23-3", "SMD", reverse("30 V")],
      ["MBRS340T3G", "SMC", "SMD", reverse("40 V")],
      ["SS14", "SMA", "SMD", reverse("40 V")],
      ["1N4733A", "DO-41", "THT", { zenerVoltage: "5.1 V" }],
      ["BZX84C5V1LT1G", "SOT-23-3", "SMD", { zenerVoltage: "5.1 V" }],
    ],
  },
  {
    maker: "Diotec Semiconductor",
    category: "diode",
    what: "DIODE",
    parts: [
      ["1N4148", "DO-35", "THT"],
      ["1N4148WS", "SOD-323", "SMD"],
      ["1N4007", "DO-41", "THT", reverse("1000 V")],
      ["1N5408", "DO-201", "THT", reverse("1000 V")],
      ["BAV99", "SOT-23-3", "SMD"],
    ],
  },
  {
    maker: "STMicroelectronics",
    category: "diode",
    what: "DIODE SCHOTTKY",
    parts: [
      ["1N5817", "DO-41", "THT", reverse("20 V")],
      ["1N5819", "DO-41", "THT", reverse("40 V")],
      ["1N5822", "DO-201AD", "THT", reverse("40 V")],
    ],
  },
  {
    maker: "Diodes Incorporated",
    category: "diode",
    what: "DIODE",
    parts: [
      ["1N4148W-7-F", "SOD-123", "SMD", reverse("100 V")],
      ["1N4148WS-7-F", "SOD-323", "SMD"],
      ["1N4007-T", "DO-41", "THT", reverse("1000 V")],
      ["BAT54-7-F", "SOT-23-3", "SMD", reverse("30 V")],
    ],
  },
  {
    maker: "Vishay",
    category: "diode",
    what: "DIODE",
    parts: [
      ["1N4148W-E3-08", "SOD-123", "SMD"],
      ["1N4148-TR", "DO-35", "THT"],
      ["SS14-E3/61T", "DO-214AC (SMA)", "SMD", reverse("40 V")],
    ],
  },
  {
    maker: "Nexperia",
    category: "diode",
    what: "DIODE",
    parts: [
      ["BAV99,215", "TO-236AB", "SMD"],
      ["BAT54S,215", "TO-236AB", "SMD", reverse("30 V")],
      ["BZX84-C5V1,215", "TO-236AB", "SMD", { zenerVoltage: "5.1 V" }],
    ],
  },
  {
    maker: "Littelfuse",
    category: "tvsDiode",
    what: "TVS DIODE 5VWM",
    parts: [
      ["SMBJ5.0A", "DO-214AA (SMBJ)", "SMD"],
      ["SMAJ5.0A", "DO-214AC", "SMD"],
    ],
  },
  {
    maker: "STMicroelectronics",
    category: "tvsDiode",
    what: "TVS DIODE USB",
    parts: [["USBLC6-2SC6", "SOT-23-6", "SMD"]],
  },
  {
    maker: "Nexperia",
    category: "tvsDiode",
    what: "TVS DIODE ESD",
    parts: [
      ["PRTR5V0U2X,215", "SOT-143B", "SMD"],
      ["PESD5V0S1BA,115", "SOD-323", "SMD"],
    ],
  },
  {
    maker: "Lite-On",
    category: "led",
    what: "LED SMD",
    parts: [
      ["LTST-C190KGKT", "0603", "SMD"],
      ["LTST-C150GKT", "1206", "SMD"],
      ["LTST-C171KRKT", "0805", "SMD"],
    ],
  },
  {
    maker: "Vishay",
    category: "optocoupler",
    what: "OPTOISOLATOR",
    parts: [
      ["4N35", "6-DIP", "THT"],
      ["4N25", "6-DIP", "THT"],
      ["CNY17-3", "6-DIP", "THT"],
      ["6N137", "8-DIP", "THT"],
    ],
  },
  {
    maker: "Lite-On",
    category: "optocoupler",
    what: "OPTOISOLATOR",
    parts: [
      ["4N35", "6-DIP", "THT"],
      ["6N137", "8-DIP", "THT"],
      ["LTV-817", "4-DIP", "THT"],
    ],
  },
  {
    maker: "Broadcom",
    category: "optocoupler",
    what: "OPTOISOLATOR",
    parts: [
      ["HCPL-3120-000E", "8-DIP", "THT"],
      ["6N137-000E", "8-DIP", "THT"],
    ],
  },
];

/** Diodes, suppressors, LEDs and optocouplers. */
export const listedDiodes = groups.flatMap(listedParts);
