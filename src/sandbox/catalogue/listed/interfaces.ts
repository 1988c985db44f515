import { listedParts, type ListedGroup } from "../listed-part.ts";

const rs232 = { interface: "RS232" };
const rs485 = { interface: "RS485" };
const can = { interface: "CAN" };
const i2c = { interface: "I2C" };
const spi = { interface: "SPI" };
const usb = { interface: "USB" };

const groups: readonly ListedGroup[] = [
  {
    maker: "Analog Devices",
    category: "interface",
    what: "IC TRANSCEIVER",
    parts: [
      ["MAX3232CPE+", "16-PDIP", "THT", { ...rs232, supply: "3 V ~ 5.5 V" }],
      ["MAX3232ESE+", "16-SOIC", "SMD", { ...rs232, supply: "3 V ~ 5.5 V" }],
      ["MAX3232EUE+", "16-TSSOP", "SMD", { ...rs232, supply: "3 V ~ 5.5 V" }],
      ["MAX232CPE+", "16-PDIP", "THT", { ...rs232, supply: "4.5 V ~ 5.5 V" }],
      ["MAX485ESA+", "8-SOIC", "SMD", { ...rs485, supply: "4.75 V ~ 5.25 V" }],
      ["MAX485CPA+", "8-PDIP", "THT", { ...rs485, supply: "4.75 V ~ 5.25 V" }],
      ["ADUM1201ARZ", "8-SOIC", "SMD"],
      ["ADM2587EBRWZ", "20-SOIC", "SMD", rs485],
      ["MAX7219CNG+", "24-PDIP", "THT", { supply: "4 V ~ 5.5 V" }],
    ],
  },
  {
    maker: "Texas Instruments",
    category: "interface",
    what: "IC TRANSCEIVER",
    parts: [
      ["MAX3232CDR", "16-SOIC", "SMD", { ...rs232, supply: "3 V ~ 5.5 V" }],
      ["MAX3232IPWR", "16-TSSOP", "SMD", { ...rs232, supply: "3 V ~ 5.5 V" }],
      ["MAX232N", "16-PDIP", "THT", { ...rs232, supply: "4.5 V ~ 5.5 V" }],
      ["MAX232DR", "16-SOIC", "SMD", { ...rs232, supply: "4.5 V ~ 5.5 V" }],
      ["SN65HVD230DR", "8-SOIC", "SMD", { ...can, supply: "3 V ~ 3.6 V" }],
      ["SN75176BP", "8-PDIP", "THT", rs485],
      ["ISO1050DUBR", "8-SOP", "SMD", can],
      ["PCF8574N", "16-PDIP", "THT", i2c],
      ["TCA9548APWR", "24-TSSOP", "SMD", { ...i2c, supply: "1.65 V ~ 5.5 V" }],
      ["TLC5940NT", "28-PDIP", "THT", {}, "not_for_new_designs"],
    ],
  },
  {
    maker: "STMicroelectronics",
    category: "interface",
    what: "IC TRANSCEIVER",
    parts: [["ST3232CDR", "16-SO", "SMD", rs232]],
  },
  {
    maker: "Microchip",
    category: "interface",
    what: "IC INTERFACE",
    parts: [
      ["MCP2515-I/SO", "18-SOIC", "SMD", spi],
      ["MCP2515-I/P", "18-PDIP", "THT", spi],
      ["MCP2551-I/SN", "8-SOIC", "SMD", can, "not_for_new_designs"],
      ["MCP2551-I/P", "8-PDIP", "THT", can, "not_for_new_designs"],
      ["MCP23017-E/SP", "28-SPDIP", "THT", { ...i2c, supply: "1.8 V ~ 5.5 V" }],
      ["MCP23017-E/SO", "28-SOIC", "SMD", { ...i2c, supply: "1.8 V ~ 5.5 V" }],
      ["MCP23S17-E/SP", "28-SPDIP", "THT", { ...spi, supply: "1.8 V ~ 5.5 V" }],
      ["MCP2221A-I/P", "14-PDIP", "THT", usb],
      ["ENC28J60-I/SP", "28-SPDIP", "THT", spi],
    ],
  },
  {
    maker: "NXP",
    category: "interface",
    what: "IC INTERFACE",
    parts: [
      ["PCA9685PW,118", "28-TSSOP", "SMD", { ...i2c, supply: "2.3 V ~ 5.5 V" }],
      ["PCF8574T/3,518", "16-SO", "SMD", { ...i2c, supply: "2.5 V ~ 6 V" }],
      ["TJA1050T/CM,118", "8-SO", "SMD", can, "obsolete"],
    ],
  },
  {
    maker: "Silicon Labs",
    category: "interface",
    what: "IC BRIDGE USB TO UART",
    facts: usb,
    parts: [
      ["CP2102-GMR", "28-QFN", "SMD", {}, "not_for_new_designs"],
      ["CP2102N-A02-GQFN28R", "28-QFN", "SMD"],
    ],
  },
  {
    maker: "FTDI",
    category: "interface",
    what: "IC BRIDGE USB",
    facts: usb,
    parts: [
      ["FT232RL-REEL", "28-SSOP", "SMD"],
      ["FT230XS-R", "16-SSOP", "SMD"],
      ["FT2232HL-REEL", "64-LQFP", "SMD"],
    ],
  },
];

/** Transceivers, bridges and port expanders. */
export const listedInterfaces = groups.flatMap(listedParts);
