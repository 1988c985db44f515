import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import * as z from "zod";
import { loadManufacturers } from "../../src/decide/load-manufacturers.ts";
import { normaliseManufacturer } from "../../src/domain/manufacturer.ts";
import { routingPath, rulesFolderWith } from "./rules-folder.ts";

const path = join(dirname(routingPath), "manufacturers.json");
const directory = loadManufacturers(path);
const file = z.record(z.string(), z.array(z.string())).parse(JSON.parse(readFileSync(path, "utf8")));

test.each([
  ["TI", "Texas Instruments Incorporated"],
  ["ON Semiconductor", "onsemi"],
  ["Maxim Integrated", "Analog Devices Inc."],
  ["Linear Technology", "ADI"],
  ["Atmel Corporation", "Microchip Technology Inc."],
  ["International Rectifier", "Infineon Technologies AG"],
  ["Vishay Siliconix", "VISHAY DALE"],
  ["EPCOS - TDK Electronics", "TDK Corporation"],
  ["Wurth Electronics Inc.", "Würth Elektronik"],
  ["KYOCERA AVX", "AVX Corporation"],
  ["AMP Connectors", "TE Connectivity"],
  ["JST Sales America Inc.", "J.S.T. Mfg. Co., Ltd."],
])("%s and %s are one maker", (one, other) => {
  expect(directory.keyOf(one)).toBe(directory.keyOf(other));
});

test.each([
  ["NXP", "Nexperia"],
  ["Samsung Electro-Mechanics", "Samsung Semiconductor"],
  ["YAGEO", "KEMET"],
])("%s and %s are two makers", (one, other) => {
  expect(directory.keyOf(one)).not.toBe(directory.keyOf(other));
});

test("the file names at least sixty makers, and no alias that changes nothing", () => {
  expect(Object.keys(file).length).toBeGreaterThanOrEqual(60);
  for (const names of Object.entries(file).map(([canonical, aliases]) => [canonical, ...aliases])) {
    const keys = names.map(normaliseManufacturer);
    expect(keys).toEqual([...new Set(keys)]);
  }
});

test("an alias of two makers is refused with both names", () => {
  const rules = rulesFolderWith({ "manufacturers.json": { Alpha: ["Shared"], Beta: ["shared"] } });
  expect(() => loadManufacturers(join(dirname(rules), "manufacturers.json"))).toThrow(
    /manufacturers\.json:1:\d+: Beta\[0\]: "shared" already stands for Alpha/,
  );
});
