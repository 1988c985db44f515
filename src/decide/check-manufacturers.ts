import * as z from "zod";
import { normaliseManufacturer } from "../domain/manufacturer.ts";
import { type Checked, checkShape, type Format } from "./check-document.ts";
import type { JsonDocument } from "./json-document.ts";
import { problemsOf, type ProblemList } from "./problem-list.ts";

/** The names each manufacturer also goes by, by its canonical name. */
type Aliases = Readonly<Record<string, readonly string[]>>;

const text = z.string().trim().min(1, "this must not be blank");

/** A file of manufacturers, `manufacturers.json`. */
export const ManufacturersFile = z.object({ $schema: z.string().optional() }).catchall(z.array(text));

const format: Format<z.infer<typeof ManufacturersFile>> = { schema: ManufacturersFile, keys: [] };

/** Checks a file of manufacturers; an alias belongs to one of them only. */
export function checkManufacturers(document: JsonDocument): Checked<Aliases> {
  const problems = problemsOf(document);
  const { value } = document;
  const file = value === undefined ? null : checkShape(format, value, problems);
  if (file === null) return { value: null, problems: problems.all() };
  const aliases = Object.fromEntries(
    Object.entries(file).flatMap(([name, names]) => (Array.isArray(names) ? [[name, names] as const] : [])),
  );
  checkOwners(aliases, problems);
  const found = problems.all();
  return { value: found.length === 0 ? aliases : null, problems: found };
}

function checkOwners(aliases: Aliases, { report }: ProblemList): void {
  const owners = new Map<string, string>();
  const claim = (name: string, owner: string, path: readonly PropertyKey[], about?: "key") => {
    const known = owners.get(normaliseManufacturer(name));
    if (known === undefined) owners.set(normaliseManufacturer(name), owner);
    else if (known !== owner)
      report(path, `"${name}" already stands for ${known}; it cannot be ${owner} too`, about);
  };
  for (const canonical of Object.keys(aliases)) claim(canonical, canonical, [canonical], "key");
  for (const [canonical, names] of Object.entries(aliases)) {
    for (const [index, name] of names.entries()) claim(name, canonical, [canonical, index]);
  }
}
