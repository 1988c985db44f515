import { relative } from "node:path";

/** A path as it is written from a folder, where the file lies below it; else the path itself. */
export function nearPath(file: string, folder: string): string {
  const near = relative(folder, file);
  return near.startsWith("..") ? file : near;
}
