import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Compiles the TypeScript modules `entries` below `folder`, and all they import, into few files in `outdir`. */
export async function compile({ root, folder, entries, outdir }) {
  const esbuild = await import("esbuild");
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: entries.map((entry) => join(folder, entry)),
    outbase: folder,
    outdir,
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
}

/** A module that looks for files beside itself finds them beside its source. */
function keepAddresses({ initialOptions, onLoad }) {
  const own = `${initialOptions.absWorkingDir}/`;
  onLoad({ filter: /\.ts$/ }, ({ path }) => {
    if (!path.startsWith(own) || path.includes("node_modules")) return undefined;
    const text = readFileSync(path, "utf8");
    if (!text.includes("import.meta.url")) return undefined;
    const address = JSON.stringify(pathToFileURL(path).href);
    return { contents: text.replaceAll("import.meta.url", address), loader: "ts" };
  });
}
