import { fileURLToPath } from "node:url";
import { parameters } from "../src/config/parameters.ts";

const root = fileURLToPath(new URL("../", import.meta.url));

/** The cells of the README's table of settings: name, variable, default, bounds, meaning. */
export function configurationRows(): string[][] {
  return Object.entries(parameters).map(([name, parameter]) => {
    const [, least, most] = / from (\S+) to (\S+)$/.exec(parameter.kind.expects) ?? [];
    const [, choices] = /^one of (.*)$/.exec(parameter.kind.expects) ?? [];
    const allowed = least === undefined || most === undefined ? (choices ?? "") : `${least} to ${most}`;
    const value = parameter.default === null ? "none" : `\`${String(parameter.default).replace(root, "")}\``;
    return [`\`${name}\``, `\`${parameter.env[0] ?? ""}\``, value, allowed, parameter.doc];
  });
}
