import { bournsCr } from "./families/bourns-cr.ts";
import { kemetC } from "./families/kemet-c.ts";
import { koaRk73h } from "./families/koa-rk73h.ts";
import { kyoceraAvx } from "./families/kyocera-avx.ts";
import { murataGrm } from "./families/murata-grm.ts";
import { murataInductors } from "./families/murata-inductors.ts";
import { panasonicEra } from "./families/panasonic-era.ts";
import { panasonicErj } from "./families/panasonic-erj.ts";
import { powerInductors } from "./families/power-inductors.ts";
import { rohmMcr } from "./families/rohm-mcr.ts";
import { samsungCl } from "./families/samsung-cl.ts";
import { stackpoleRmcf } from "./families/stackpole-rmcf.ts";
import { tdkC } from "./families/tdk-c.ts";
import { vishayCmf } from "./families/vishay-cmf.ts";
import { vishayCrcw } from "./families/vishay-crcw.ts";
import { vishayTnpw } from "./families/vishay-tnpw.ts";
import { yageoAc } from "./families/yageo-ac.ts";
import { yageoAxial } from "./families/yageo-axial.ts";
import { yageoCc } from "./families/yageo-cc.ts";
import { yageoRc } from "./families/yageo-rc.ts";
import { yageoRt } from "./families/yageo-rt.ts";
import type { PartFamily } from "./part-family.ts";

/**
 * Every family of the catalogue. Each covers less than its manufacturer's published code does, never more: a number
 * that decodes here can be ordered.
 */
export const families: readonly PartFamily[] = [
  yageoRc,
  murataGrm,
  vishayCrcw,
  samsungCl,
  panasonicErj,
  kemetC,
  stackpoleRmcf,
  tdkC,
  yageoRt,
  kyoceraAvx,
  koaRk73h,
  yageoCc,
  bournsCr,
  powerInductors,
  rohmMcr,
  murataInductors,
  vishayTnpw,
  panasonicEra,
  yageoAc,
  yageoAxial,
  vishayCmf,
];
