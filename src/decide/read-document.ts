import { readFileSync, statSync } from "node:fs";
import { type JsonDocument, parseDocument, unreadable } from "./json-document.ts";

const maxBytes = 5_000_000;

/** A rules file as it stands on the disk; one that cannot be read is a problem like any other. */
export function readDocument(file: string): JsonDocument {
  try {
    const { size } = statSync(file);
    if (size > maxBytes)
      return refused(file, `this file has ${size} bytes; a rules file has at most ${maxBytes}`);
    // Decoding takes away the mark that some editors put in front of the text.
    return parseDocument(file, new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file)));
  } catch (cause) {
    const isOther = cause instanceof TypeError;
    return refused(
      file,
      isOther
        ? "this file is not UTF-8 text; save it as UTF-8"
        : "this file cannot be read; check its path and permissions",
    );
  }
}

function refused(file: string, message: string): JsonDocument {
  return unreadable(file, "", [{ file, path: [], message, position: null }]);
}
