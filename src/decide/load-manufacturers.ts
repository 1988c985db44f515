import { readFileSync } from "node:fs";
import { z } from "zod";
import { exitCodes, UserError } from "../domain/fault.ts";
import { manufacturerDirectory, type ManufacturerDirectory } from "../domain/manufacturer.ts";

const Aliases = z.record(z.string().min(1), z.array(z.string().min(1)));

/**
 * Reads a JSON file of canonical manufacturer names and their aliases.
 *
 * @throws {UserError} when the file cannot be read, is not of that shape, or gives one alias to two makers.
 */
export function loadManufacturers(path: string): ManufacturerDirectory {
  try {
    return manufacturerDirectory(Aliases.parse(JSON.parse(readFileSync(path, "utf8"))));
  } catch (cause) {
    const detail =
      cause instanceof z.ZodError
        ? z.prettifyError(cause)
        : cause instanceof Error
          ? cause.message
          : String(cause);
    throw new UserError(exitCodes.rules, `The manufacturers in ${path} cannot be used: ${detail}.`, {
      cause,
    });
  }
}
