import { listedParts, type ListedGroup } from "../listed-part.ts";

const groups: readonly ListedGroup[] = [
  {
    maker: "Texas Instruments",
    category: "comparator",
    what: "IC COMPARATOR",
    parts: [
      ["LM393P", "8-PDIP", "THT", { circuits: "2" }],
      ["LM393DR", "8-SOIC", "SMD", { circuits: "2" }],
      ["LM339N", "14-PDIP", "THT", { circuits: "4" }],
      ["LM339DR", "14-SOIC", "SMD", { circuits: "4" }],
      ["LM311P", "8-PDIP", "THT", { circuits: "1" }],
    ],
  },
  {
    maker: "STMicroelectronics",
    category: "comparator",
    what: "IC COMPARATOR",
    parts: [
      ["LM393N", "8-DIP", "THT", { circuits: "2" }],
      ["LM393DT", "8-SO", "SMD", { circuits: "2" }],
      ["LM339N", "14-DIP", "THT", { circuits: "4" }],
    ],
  },
  {
    maker: "Texas Instruments",
    category: "timer",
    what: "IC OSC SINGLE TIMER",
    datasheetUrl: "https://www.ti.com/lit/ds/symlink/ne555.pdf",
    facts: { supply: "4.5 V ~ 16 V" },
    parts: [
      ["NE555P", "8-PDIP", "THT"],
      ["NE555DR", "8-SOIC", "SMD"],
      ["NE555D", "8-SOIC", "SMD"],
    ],
  },
  {
    maker: "Texas Instruments",
    category: "timer",
    what: "IC OSC TIMER CMOS",
    parts: [
      ["TLC555CP", "8-PDIP", "THT"],
      ["LMC555CM/NOPB", "8-SOIC", "SMD"],
      ["NE556N", "14-PDIP", "THT"],
    ],
  },
  {
    maker: "STMicroelectronics",
    category: "timer",
    what: "IC OSC SINGLE TIMER",
    parts: [
      ["NE555N", "8-DIP", "THT"],
      ["NE555D", "8-SO", "SMD"],
    ],
  },
  {
    maker: "Analog Devices",
    category: "timer",
    what: "IC RTC",
    datasheetUrl: "https://www.analog.com/media/en/technical-documentation/data-sheets/DS3231.pdf",
    facts: { interface: "I2C" },
    parts: [
      ["DS3231SN#", "16-SOIC", "SMD", { supply: "2.3 V ~ 5.5 V" }],
      ["DS3231S#", "16-SOIC", "SMD", { supply: "2.3 V ~ 5.5 V" }],
      ["DS3231MZ+", "8-SOIC", "SMD", { supply: "2.3 V ~ 5.5 V" }],
    ],
  },
  {
    maker: "Analog Devices",
    category: "timer",
    what: "IC RTC CLK/CALENDAR I2C",
    datasheetUrl: "https://www.analog.com/media/en/technical-documentation/data-sheets/DS1307.pdf",
    facts: { interface: "I2C", supply: "4.5 V ~ 5.5 V" },
    parts: [
      ["DS1307+", "8-PDIP", "THT"],
      ["DS1307Z+", "8-SOIC", "SMD"],
    ],
  },
  {
    maker: "NXP",
    category: "timer",
    what: "IC RTC CLK/CALENDAR I2C",
    facts: { interface: "I2C" },
    parts: [["PCF8563T/5,518", "8-SO", "SMD"]],
  },
  {
    maker: "Abracon",
    category: "crystal",
    what: "CRYSTAL SURFACE MOUNT",
    parts: [
      ["ABM8-16.000MHZ-B2-T", null, "SMD"],
      ["ABM3B-8.000MHZ-B2-T", null, "SMD"],
      ["ABS07-32.768KHZ-T", null, "SMD"],
      ["ABLS-16.000MHZ-B4-T", "HC-49/US", "SMD"],
    ],
  },
];

/** Timers, clocks, crystals and comparators. */
export const listedTimersAndComparators = groups.flatMap(listedParts);
