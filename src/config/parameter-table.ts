import * as z from "zod";
import type { ValueKind } from "./value-kind.ts";

/** One setting. Its camelCase name is its key in the table. */
export interface Parameter {
  readonly kind: ValueKind;
  readonly default: string | number | boolean | null;
  /** The environment variables it is read from; two that disagree are an error. */
  readonly env: readonly string[];
  /** The variables say the opposite of the setting: `NO_EMOJI=1` is `emoji: false`. */
  readonly isEnvNegated?: true;
  /** Comes from the environment only, and is never shown. */
  readonly isSecret?: true;
  /** What it does, in one line. */
  readonly doc: string;
}

export type ParameterTable = Readonly<Record<string, Parameter>>;

/** The same value computed for every name of a table. */
export function mapTable<Table extends ParameterTable, Value>(
  table: Table,
  valueOf: (parameter: Parameter, name: string) => Value,
): { readonly [Name in keyof Table]: Value } {
  const entries = Object.entries(table).map(([name, parameter]) => [name, valueOf(parameter, name)] as const);
  // Object.fromEntries forgets the names; they are those of the table.
  return Object.fromEntries(entries) as { readonly [Name in keyof Table]: Value };
}

/** A schema of an object with every setting of a table, each described; an absent one takes its default. */
export function schemaOf<Table extends ParameterTable>(table: Table) {
  const entries = Object.entries(table).map(
    ([name, { kind, default: value }]) => [name, kind.schema.default(value).describe(kind.expects)] as const,
  );
  // Object.fromEntries forgets which name has which schema; the table knows.
  const shape = Object.fromEntries(entries) as {
    [Name in keyof Table]: z.ZodDefault<Table[Name]["kind"]["schema"]>;
  };
  return z.strictObject(shape);
}

/** The seed's spelling of a name: `maxDailyTasks` → `max_daily_tasks`. */
export function seedName(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The flag that sets a parameter: `--max-daily-tasks`, and for a toggle turned off `--no-emoji`. */
export function flagName(name: string, value: unknown): string {
  return `--${value === false ? "no-" : ""}${seedName(name).replaceAll("_", "-")}`;
}
