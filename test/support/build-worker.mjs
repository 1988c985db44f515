/**
 * Builds the worker as `trigger.dev deploy` or `trigger.dev dev` does and has it list its tasks, without an account:
 * `node build-worker.mjs DESTINATION deploy|dev`. The worker's manifest is `index.json` there. It calls the command line's own steps by their path, which no version of it promises to keep.
 */
import { writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import process from "node:process";

const root = process.cwd();
const load = (path) => import(pathToFileURL(join(root, "node_modules/trigger.dev/dist/esm", path)).href);
const { loadConfig } = await load("config.js");
const { buildWorker } = await load("build/buildWorker.js");
const { indexWorkerManifest } = await load("indexing/indexWorkerManifest.js");
const [, , destination, target] = process.argv;
const manifest = await buildWorker({
  target,
  environment: target === "dev" ? "dev" : "prod",
  destination,
  resolvedConfig: await loadConfig({ cwd: root }),
  rewritePaths: false,
  envVars: {},
  plain: true,
  forcedExternals: [],
});
const buildManifestPath = join(destination, "build-manifest.json");
await writeFile(buildManifestPath, JSON.stringify(manifest));
const worker = await indexWorkerManifest({
  runtime: manifest.runtime,
  indexWorkerPath: manifest.indexWorkerEntryPoint,
  buildManifestPath,
  nodeOptions: "",
  env: process.env,
  cwd: destination,
});
await writeFile(join(destination, "index.json"), JSON.stringify(worker));
const tasks = worker.tasks.map(({ id }) => id);
process.stdout.write(
  `\n${JSON.stringify({ externals: manifest.externals.map(({ name }) => name), tasks })}\n`,
);
