import { listedParts, type ListedGroup } from "../listed-part.ts";

const i2c = { interface: "I2C" };
const spi = { interface: "SPI" };

const groups: readonly ListedGroup[] = [
  {
    maker: "Texas Instruments",
    category: "dataConverter",
    what: "IC ADC",
    parts: [
      ["ADS1115IDGSR", "10-VSSOP", "SMD", { ...i2c, resolution: "16", supply: "2 V ~ 5.5 V" }],
      ["ADS1015IDGSR", "10-VSSOP", "SMD", { ...i2c, resolution: "12", supply: "2 V ~ 5.5 V" }],
      ["ADS1256IDBR", "28-SSOP", "SMD", { ...spi, resolution: "24" }],
    ],
  },
  {
    maker: "Microchip",
    category: "dataConverter",
    what: "IC DATA CONVERTER",
    parts: [
      ["MCP3008-I/P", "16-PDIP", "THT", { ...spi, resolution: "10", supply: "2.7 V ~ 5.5 V" }],
      ["MCP3208-CI/P", "16-PDIP", "THT", { ...spi, resolution: "12", supply: "2.7 V ~ 5.5 V" }],
      ["MCP4725A0T-E/CH", "SOT-23-6", "SMD", { ...i2c, resolution: "12", supply: "2.7 V ~ 5.5 V" }],
    ],
  },
  {
    maker: "Analog Devices",
    category: "dataConverter",
    what: "IC DATA ACQUISITION",
    parts: [
      ["LTC2400CS8#PBF", "8-SOIC", "SMD", { ...spi, resolution: "24" }],
      ["AD5933YRSZ", "16-SSOP", "SMD", { ...i2c, resolution: "12" }],
      ["AD9833BRMZ", "10-MSOP", "SMD", spi],
    ],
  },
  {
    maker: "Microchip",
    category: "memory",
    what: "IC MEMORY",
    parts: [
      ["24LC256-I/P", "8-PDIP", "THT", { ...i2c, memory: "256Kbit", supply: "2.5 V ~ 5.5 V" }],
      ["24LC256-I/SN", "8-SOIC", "SMD", { ...i2c, memory: "256Kbit", supply: "2.5 V ~ 5.5 V" }],
      ["23LC1024-I/P", "8-PDIP", "THT", { ...spi, memory: "1Mbit", supply: "2.5 V ~ 5.5 V" }],
      ["AT24C256C-SSHL-T", "8-SOIC", "SMD", { ...i2c, memory: "256Kbit" }],
      ["AT28C256-15PU", "28-PDIP", "THT", { memory: "256Kbit", supply: "4.5 V ~ 5.5 V" }],
    ],
  },
  {
    maker: "Winbond",
    category: "memory",
    what: "IC FLASH SPI",
    facts: { ...spi, supply: "2.7 V ~ 3.6 V" },
    parts: [
      ["W25Q128JVSIQ", "8-SOIC", "SMD", { memory: "128Mbit" }],
      ["W25Q64JVSSIQ", "8-SOIC", "SMD", { memory: "64Mbit" }],
      ["W25Q32JVSSIQ", "8-SOIC", "SMD", { memory: "32Mbit" }],
    ],
  },
  {
    maker: "Analog Devices",
    category: "sensor",
    what: "SENSOR",
    parts: [
      ["DS18B20+", "TO-92-3", "THT", { interface: "1-Wire®", supply: "3 V ~ 5.5 V" }],
      ["DS18B20Z+", "8-SOIC", "SMD", { interface: "1-Wire®", supply: "3 V ~ 5.5 V" }],
      ["MAX31855KASA+", "8-SOIC", "SMD", { ...spi, resolution: "14" }],
      ["MAX6675ISA+", "8-SOIC", "SMD", { ...spi, resolution: "12" }],
      ["ADXL345BCCZ", "14-LGA", "SMD", { interface: "I2C, SPI" }],
      ["ADXL335BCPZ", "16-LFCSP", "SMD"],
      ["TMP36GT9Z", "TO-92-3", "THT", { supply: "2.7 V ~ 5.5 V" }],
    ],
  },
  {
    maker: "Texas Instruments",
    category: "sensor",
    what: "SENSOR",
    parts: [
      ["LM35DZ/NOPB", "TO-92-3", "THT", { supply: "4 V ~ 30 V" }],
      ["TMP102AIDRLR", "SOT-563", "SMD", i2c],
      ["INA219AIDCNR", "SOT-23-8", "SMD", i2c],
    ],
  },
  {
    maker: "Microchip",
    category: "sensor",
    what: "SENSOR TEMPERATURE",
    parts: [
      ["MCP9808-E/MS", "8-MSOP", "SMD", { ...i2c, supply: "2.7 V ~ 5.5 V" }],
      ["MCP9700A-E/TO", "TO-92-3", "THT"],
    ],
  },
  {
    maker: "Bosch Sensortec",
    category: "sensor",
    what: "SENSOR ENVIRONMENT",
    parts: [
      ["BME280", "8-LGA", "SMD", { interface: "I2C, SPI" }],
      ["BMP280", "8-LGA", "SMD", { interface: "I2C, SPI" }],
      ["BMP180", "7-LGA", "SMD", i2c, "obsolete"],
    ],
  },
  {
    maker: "STMicroelectronics",
    category: "sensor",
    what: "SENSOR MOTION",
    parts: [
      ["LIS3DHTR", "16-LGA", "SMD", { interface: "I2C, SPI" }],
      ["LSM6DS3TR-C", "14-LGA", "SMD", { interface: "I2C, SPI" }],
      ["LSM303DLHCTR", "14-LGA", "SMD", i2c, "obsolete"],
      ["L3GD20TR", "16-LGA", "SMD", { interface: "I2C, SPI" }, "obsolete"],
    ],
  },
];

/** Converters, memories and sensors. */
export const listedDataAndSensors = groups.flatMap(listedParts);
