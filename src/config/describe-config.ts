import { columnMappingText } from "../domain/column-mapping.ts";
import type { Origin } from "./candidate.ts";
import type { ResolvedConfig } from "./load-config.ts";
import { seedName } from "./parameter-table.ts";
import { type Config, parameterNames, parameters, type ParameterName } from "./parameters.ts";
import { redactUrl } from "./redact.ts";

/** One setting as `config --show` prints it, safe to be seen by anybody. */
export interface ConfigRow {
  readonly name: ParameterName;
  /** The seed's spelling, as configuration files use it. */
  readonly seedName: string;
  /** Secrets are masked, of a URL only its password; null is not set. */
  readonly value: string | number | boolean | null;
  readonly source: Origin["source"];
  /** The file, variable or flag; `built in` for a default. */
  readonly from: string;
  readonly doc: string;
}

/** Every setting with its value and origin, the seed's nine first. */
export function describeConfig({ values, origins }: ResolvedConfig): readonly ConfigRow[] {
  return parameterNames.map((name) => ({
    name,
    seedName: seedName(name),
    value: shownValue(name, values[name]),
    source: origins[name].source,
    from: origins[name].from,
    doc: parameters[name].doc,
  }));
}

function shownValue(name: ParameterName, value: Config[ParameterName]) {
  if (typeof value === "object" && value !== null) return columnMappingText(value);
  if (typeof value !== "string") return value;
  if ("isSecret" in parameters[name]) return redactUrl(value);
  return value.startsWith("-----BEGIN") ? "PEM text" : value;
}
