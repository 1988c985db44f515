/** A maker of parts, and how source tables name it. */
export interface Manufacturer {
  /** Below 900,000 as DigiKey has it; from there on the sandbox's own. */
  readonly id: number;
  readonly website: string;
  /** Other correct names: a knowing reader takes them for the same maker. */
  readonly aliases: readonly [string, ...string[]];
  /** Wrong spellings: no directory should resolve them silently. */
  readonly misspellings: readonly [string, ...string[]];
}

/** The makers of the catalogue's parts by their canonical names. */
export const manufacturers = {
  YAGEO: maker(13, "yageo.com", ["Yageo Corporation", "YAGEO Corp."], ["Yaego"]),
  "Vishay Dale": maker(900_001, "vishay.com", ["Vishay/Dale"], ["Vishey Dale"]),
  Vishay: maker(900_002, "vishay.com", ["Vishay Intertechnology"], ["Vishey"]),
  Panasonic: maker(
    10,
    "industrial.panasonic.com",
    ["Panasonic Electronic Components", "Panasonic Industry"],
    ["Panasnoic"],
  ),
  "Stackpole Electronics": maker(
    900_003,
    "seielect.com",
    ["Stackpole Electronics Inc"],
    ["Stackpol Electronics"],
  ),
  "KOA Speer": maker(
    2019,
    "koaspeer.com",
    ["KOA Speer Electronics, Inc.", "KOA Speer Electronics"],
    ["KOA Sper"],
  ),
  ROHM: maker(900_004, "rohm.com", ["Rohm Semiconductor", "ROHM Co., Ltd."], ["Rhom"]),
  Bourns: maker(118, "bourns.com", ["Bourns Inc.", "BOURNS"], ["Bournes"]),
  Murata: maker(490, "murata.com", ["Murata Electronics", "Murata Manufacturing Co., Ltd."], ["Muratta"]),
  "Samsung Electro-Mechanics": maker(
    900_005,
    "samsungsem.com",
    ["SEMCO", "Samsung Electro Mechanics"],
    ["Samsumg Electro-Mechanics"],
  ),
  KEMET: maker(900_006, "kemet.com", ["Kemet Corporation", "KEMET Electronics"], ["Kemmet"]),
  TDK: maker(900_007, "tdk.com", ["TDK Corporation", "TDK Corp."], ["TKD"]),
  "KYOCERA AVX": maker(900_008, "kyocera-avx.com", ["AVX", "AVX Corporation"], ["Kyocra AVX"]),
  "Würth Elektronik": maker(
    900_009,
    "we-online.com",
    ["Wurth Elektronik", "Wurth Electronics Inc."],
    ["Wuerht Elektronik"],
  ),
  "Texas Instruments": maker(
    296,
    "ti.com",
    ["TI", "Texas Instruments Inc.", "Texas Instruments Incorporated"],
    ["Texas Intruments"],
  ),
  onsemi: maker(
    488,
    "onsemi.com",
    ["ON Semiconductor", "ON Semi", "ON Semiconductor Corporation"],
    ["onsmei"],
  ),
  STMicroelectronics: maker(497, "st.com", ["ST", "ST Microelectronics", "STMicro"], ["STMicroelectonics"]),
  Nexperia: maker(900_010, "nexperia.com", ["Nexperia USA Inc.", "Nexperia B.V."], ["Nexpria"]),
  "Diodes Incorporated": maker(
    900_011,
    "diodes.com",
    ["Diodes Inc.", "Diodes Inc", "DIODES"],
    ["Diods Incorporated"],
  ),
  Microchip: maker(
    900_012,
    "microchip.com",
    ["Microchip Tech", "Microchip Technology", "Microchip Technology Inc."],
    ["Microhip"],
  ),
  "Infineon Technologies": maker(
    900_013,
    "infineon.com",
    ["Infineon", "International Rectifier"],
    ["Infinion Technologies"],
  ),
  "Analog Devices": maker(
    505,
    "analog.com",
    ["Analog Devices Inc.", "ADI", "Analog Devices, Inc."],
    ["Anolog Devices"],
  ),
  NXP: maker(900_014, "nxp.com", ["NXP Semiconductors", "NXP USA Inc."], ["NPX"]),
  Espressif: maker(900_015, "espressif.com", ["Espressif Systems"], ["Expressif"]),
  "Nordic Semiconductor": maker(
    900_016,
    "nordicsemi.com",
    ["Nordic Semiconductor ASA"],
    ["Nordik Semiconductor"],
  ),
  "Silicon Labs": maker(900_017, "silabs.com", ["Silicon Laboratories Inc.", "SiLabs"], ["Silcon Labs"]),
  FTDI: maker(900_018, "ftdichip.com", ["Future Technology Devices International Ltd."], ["FDTI"]),
  "Raspberry Pi": maker(900_019, "raspberrypi.com", ["Raspberry Pi Ltd"], ["Rasberry Pi"]),
  Molex: maker(900_020, "molex.com", ["Molex LLC", "MOLEX"], ["Mollex"]),
  JST: maker(900_021, "jst-mfg.com", ["JST Sales America Inc.", "J.S.T. Mfg. Co., Ltd."], ["JTS"]),
  "TE Connectivity": maker(
    900_022,
    "te.com",
    ["TE Connectivity AMP Connectors", "Tyco Electronics"],
    ["TE Conectivity"],
  ),
  Samtec: maker(900_023, "samtec.com", ["Samtec Inc."], ["Samtek"]),
  Winbond: maker(900_024, "winbond.com", ["Winbond Electronics"], ["Windbond"]),
  "Lite-On": maker(900_025, "liteon.com", ["Lite-On Inc.", "LITEON"], ["Lite-Om"]),
  Broadcom: maker(900_026, "broadcom.com", ["Broadcom Limited", "Avago"], ["Brodcom"]),
  Abracon: maker(900_027, "abracon.com", ["Abracon LLC"], ["Abracom"]),
  Hirose: maker(900_028, "hirose.com", ["Hirose Electric Co Ltd"], ["Hirosse"]),
  "Bosch Sensortec": maker(900_029, "bosch-sensortec.com", ["Bosch"], ["Bosh Sensortec"]),
  "Diotec Semiconductor": maker(4878, "diotec.com", ["Diotec", "Diotec Semiconductor AG"], ["Diotek"]),
  Nichicon: maker(493, "nichicon.co.jp", ["Nichicon Corporation"], ["Nichikon"]),
  Littelfuse: maker(900_030, "littelfuse.com", ["Littelfuse Inc."], ["Littlefuse"]),
} as const satisfies Record<string, Manufacturer>;

export type ManufacturerName = keyof typeof manufacturers;

const byName = new Map<string, Manufacturer>(Object.entries(manufacturers));

/**
 * The maker with this canonical name.
 *
 * @throws {RangeError} when the catalogue has no such maker.
 */
export function manufacturerNamed(name: string): Manufacturer {
  const found = byName.get(name);
  if (found === undefined) throw new RangeError(`the catalogue has no maker named "${name}"`);
  return found;
}

function maker(
  id: number,
  host: string,
  aliases: Manufacturer["aliases"],
  misspellings: Manufacturer["misspellings"],
): Manufacturer {
  return { id, website: `https://www.${host}`, aliases, misspellings };
}
