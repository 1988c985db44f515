import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

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
  if (existsSync(build) || (await compile(build))) {
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
async function compile(build) {
  const unfinished = `${build}.${process.pid}`;
  try {
    mkdirSync(cacheFolder, { recursive: true });
  } catch {
    return false;
  }
  const esbuild = await import("esbuild");
  try {
    await esbuild.build({
      absWorkingDir: root,
      entryPoints: entries.map((entry) => join(sources, entry)),
      outbase: sources,
      outdir: unfinished,
      bundle: true,
      splitting: true,
      platform: "node",
      format: "esm",
      target: "node20",
      sourcemap: true,
      logLevel: "silent",
      // Its other build calls a require of its own, which no bundler sees.
      alias: { "jsonc-parser": "jsonc-parser/lib/esm/main.js" },
      // Packages that bring native or WebAssembly files find them from where they lie; large ones are rarely loaded.
      external: [
        "@duckdb/*",
        "@electric-sql/*",
        "@google-cloud/*",
        "@trigger.dev/*",
        "google-auth-library",
        "esbuild",
        "pg-native",
        "tsx",
      ],
      banner: {
        js: 'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);',
      },
      plugins: [{ name: "own address", setup: keepAddresses }],
    });
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

/** A module that looks for files beside itself finds them beside its source. */
function keepAddresses({ onLoad }) {
  onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path }) => {
    const text = readFileSync(path, "utf8");
    if (!text.includes("import.meta.url")) return undefined;
    const address = JSON.stringify(pathToFileURL(path).href);
    return { contents: text.replaceAll("import.meta.url", address), loader: "ts" };
  });
}

/** Older builds stay for a while: a process that runs may still load a part of its own. */
function removeOldBuilds() {
  const builds = readdirSync(cacheFolder)
    .map((name) => join(cacheFolder, name))
    .map((path) => ({ path, mtimeMs: statSync(path).mtimeMs }))
    .sort((a, b) => b.mtimeMs - a.mtimeMs);
  for (const { path } of builds.slice(keptBuilds)) rmSync(path, { recursive: true, force: true });
}
