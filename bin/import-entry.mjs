import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { compile } from "./compile.mjs";

const root = join(import.meta.dirname, "..");
const sources = join(root, "src");
const entries = ["cli/main.ts", "store/embedded/daemon.ts"];
const cacheFolder = join(root, "node_modules/.cache/workflow-orchestrator");
const keptBuilds = 5;

/**
 * Imports an entry below src/. It is compiled once per state of the sources into a cache of its own, because
 * loading some hundred modules one by one takes longer than most commands; where the cache cannot be written, each
 * module is compiled when it is loaded.
 */
export async function importEntry(entry) {
  const build = join(cacheFolder, stampOfSources());
  if (existsSync(build) || (await keepBuild(build))) {
    await import(pathToFileURL(join(build, entry.replace(/\.ts$/, ".js"))).href);
    return;
  }
  const { register } = await import("tsx/esm/api");
  register();
  await import(pathToFileURL(join(sources, entry)).href);
}

/** Differs whenever a source or an installed package may differ. */
function stampOfSources() {
  const hash = createHash("sha256");
  const files = readdirSync(sources, { recursive: true }).filter((name) => name.endsWith(".ts"));
  for (const file of [...files.sort().map((name) => join(sources, name)), join(root, "package-lock.json")]) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest("hex").slice(0, 16);
}

/** Whether the build is there now; another process may have made it meanwhile. */
async function keepBuild(build) {
  const unfinished = `${build}.${process.pid}`;
  try {
    mkdirSync(cacheFolder, { recursive: true });
  } catch {
    return false;
  }
  try {
    await compile({ root, folder: sources, entries, outdir: unfinished });
    renameSync(unfinished, build);
    removeOldBuilds();
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    // A source that does not compile is told of by whoever loads it.
    if (error.errors === undefined && !existsSync(build) && !isCacheFault(error)) throw error;
  }
  return existsSync(build);
}

function isCacheFault({ code }) {
  return ["EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT", "ENOTEMPTY", "EEXIST"].includes(code);
}

/** Older builds stay for a while: a process that runs may still load a part of its own. */
function removeOldBuilds() {
  const builds = readdirSync(cacheFolder)
    .map((name) => join(cacheFolder, name))
    .map((path) => ({ path, mtimeMs: statSync(path).mtimeMs }))
    .sort((a, b) => b.mtimeMs - a.mtimeMs);
  for (const { path } of builds.slice(keptBuilds)) rmSync(path, { recursive: true, force: true });
}
