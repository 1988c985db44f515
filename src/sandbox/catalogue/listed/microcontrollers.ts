import { listedParts, type ListedGroup } from "../listed-part.ts";

const flash = (memory: string) => ({ memory });

const groups: readonly ListedGroup[] = [
  {
    maker: "Microchip",
    category: "microcontroller",
    what: "IC MCU 8BIT AVR",
    parts: [
      ["ATMEGA328P-PU", "28-PDIP", "THT", { memory: "32KB", supply: "1.8 V ~ 5.5 V" }],
      ["ATMEGA328P-AU", "32-TQFP", "SMD", { memory: "32KB", supply: "1.8 V ~ 5.5 V" }],
      ["ATMEGA2560-16AU", "100-TQFP", "SMD", { memory: "256KB", supply: "4.5 V ~ 5.5 V" }],
      ["ATMEGA32U4-AU", "44-TQFP", "SMD", flash("32KB")],
      ["ATTINY85-20PU", "8-PDIP", "THT", flash("8KB")],
      ["ATTINY85-20SU", "8-SOIC", "SMD", flash("8KB")],
      ["ATTINY13A-PU", "8-PDIP", "THT", flash("1KB")],
      ["ATTINY84A-PU", "14-PDIP", "THT", flash("8KB")],
      ["ATMEGA8-16PU", "28-PDIP", "THT", flash("8KB"), "not_for_new_designs"],
      ["ATTINY2313-20PU", "20-PDIP", "THT", flash("2KB"), "not_for_new_designs"],
    ],
  },
  {
    maker: "Microchip",
    category: "microcontroller",
    what: "IC MCU PIC",
    parts: [
      ["PIC16F877A-I/P", "40-PDIP", "THT", { supply: "4 V ~ 5.5 V" }],
      ["PIC16F628A-I/P", "18-PDIP", "THT"],
      ["PIC18F4550-I/P", "40-PDIP", "THT", flash("32KB")],
      ["PIC12F675-I/P", "8-PDIP", "THT"],
      ["PIC32MX250F128B-I/SP", "28-SPDIP", "THT", flash("128KB")],
    ],
  },
  {
    maker: "Microchip",
    category: "microcontroller",
    what: "IC MCU 32BIT ARM",
    parts: [
      ["ATSAMD21G18A-AU", "48-TQFP", "SMD", flash("256KB")],
      ["ATSAMD51J19A-AU", "64-TQFP", "SMD", flash("512KB")],
    ],
  },
  {
    maker: "STMicroelectronics",
    category: "microcontroller",
    what: "IC MCU 32BIT ARM",
    series: "STM32",
    parts: [
      ["STM32F103C8T6", "48-LQFP", "SMD", { memory: "64KB", supply: "2 V ~ 3.6 V" }],
      ["STM32F103RBT6", "64-LQFP", "SMD", { memory: "128KB", supply: "2 V ~ 3.6 V" }],
      ["STM32F407VGT6", "100-LQFP", "SMD", flash("1MB")],
      ["STM32F030F4P6", "20-TSSOP", "SMD", flash("16KB")],
      ["STM32F401RET6", "64-LQFP", "SMD", flash("512KB")],
      ["STM32F411CEU6", "48-UFQFPN", "SMD", flash("512KB")],
      ["STM32G031K8T6", "32-LQFP", "SMD", flash("64KB")],
      ["STM32L476RGT6", "64-LQFP", "SMD", flash("1MB")],
      ["STM32H743VIT6", "100-LQFP", "SMD", flash("2MB")],
    ],
  },
  {
    maker: "NXP",
    category: "microcontroller",
    what: "IC MCU 32BIT ARM",
    parts: [
      ["LPC1768FBD100,551", "100-LQFP", "SMD", flash("512KB")],
      ["MKL25Z128VLK4", "80-LQFP", "SMD", flash("128KB")],
    ],
  },
  {
    maker: "Texas Instruments",
    category: "microcontroller",
    what: "IC MCU 16BIT",
    series: "MSP430",
    parts: [
      ["MSP430G2553IN20", "20-PDIP", "THT", { memory: "16KB", supply: "1.8 V ~ 3.6 V" }],
      ["MSP430G2452IN20", "20-PDIP", "THT", { memory: "8KB", supply: "1.8 V ~ 3.6 V" }],
    ],
  },
  {
    maker: "Espressif",
    category: "wirelessModule",
    what: "RX TXRX MODULE WIFI BLUETOOTH",
    parts: [
      ["ESP32-WROOM-32E-N4", null, "SMD", { memory: "4MB", supply: "3 V ~ 3.6 V" }],
      ["ESP32-WROOM-32E-N8", null, "SMD", { memory: "8MB", supply: "3 V ~ 3.6 V" }],
      ["ESP32-S3-WROOM-1-N8", null, "SMD", { memory: "8MB", supply: "3 V ~ 3.6 V" }],
      ["ESP32-C3-MINI-1-N4", null, "SMD", { memory: "4MB", supply: "3 V ~ 3.6 V" }],
      ["ESP32-C3-WROOM-02-N4", null, "SMD", { memory: "4MB", supply: "3 V ~ 3.6 V" }],
    ],
  },
  {
    maker: "Nordic Semiconductor",
    category: "wirelessModule",
    what: "IC RF TXRX BLUETOOTH",
    parts: [
      ["nRF52832-QFAA-R", "48-QFN", "SMD", flash("512KB")],
      ["nRF52840-QIAA-R", "73-AQFN", "SMD", flash("1MB")],
      ["nRF51822-QFAA-R", "48-QFN", "SMD", flash("256KB"), "not_for_new_designs"],
      ["nRF24L01P-R", "20-QFN", "SMD", { interface: "SPI" }, "not_for_new_designs"],
    ],
  },
  {
    maker: "Raspberry Pi",
    category: "board",
    what: "RASPBERRY PI BOARD",
    parts: [
      ["SC0915", null, null, { supply: "1.8 V ~ 5.5 V" }],
      ["SC0918", null, null, { supply: "1.8 V ~ 5.5 V" }],
      ["SC1631", null, null, { supply: "1.8 V ~ 5.5 V" }],
      ["SC1112", null, null, { memory: "8GB" }],
    ],
  },
];

/** Microcontrollers, radio chips, modules and boards. */
export const listedMicrocontrollers = groups.flatMap(listedParts);
