/**
 * Builds the worker as `trigger.dev deploy` does and has it list its tasks, without an account: `node build-worker.mjs
 * DESTINATION`. It calls the command line's own steps by their path, which no version of it promises to keep.
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
const manifest = await buildWorker({
  target: "deploy",
  environment: "prod",
  destination: process.argv[2],
  resolvedConfig: await loadConfig({ cwd: root }),
  rewritePaths: false,
  envVars: {},
  plain: true,
  forcedExternals: [],
});
const buildManifestPath = join(process.argv[2], "build-manifest.json");
await writeFile(buildManifestPath, JSON.stringify(manifest));
const { tasks } = await indexWorkerManifest({
  runtime: manifest.runtime,
  indexWorkerPath: manifest.indexWorkerEntryPoint,
  buildManifestPath,
  nodeOptions: "",
  env: process.env,
  cwd: process.argv[2],
});
process.stdout.write(
  `\n${JSON.stringify({ externals: manifest.externals.map(({ name }) => name), tasks: tasks.map(({ id }) => id) })}\n`,
);
