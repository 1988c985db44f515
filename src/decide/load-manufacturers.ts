import { manufacturerDirectory, type ManufacturerDirectory } from "../domain/manufacturer.ts";
import { checkManufacturers } from "./check-manufacturers.ts";
import { readDocument } from "./read-document.ts";
import { rulesetError } from "./ruleset-problem.ts";

/**
 * Reads a JSON file of canonical manufacturer names and their aliases.
 *
 * @throws {UserError} when the file cannot be read, is not of that shape, or gives one alias to two makers.
 */
export function loadManufacturers(path: string): ManufacturerDirectory {
  const { value, problems } = checkManufacturers(readDocument(path));
  if (value === null) throw rulesetError(problems);
  return manufacturerDirectory(value);
}
