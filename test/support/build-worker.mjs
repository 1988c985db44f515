/**
 * Builds the worker as `trigger.dev deploy` does, without an account: `node build-worker.mjs DESTINATION`. It calls the
 * command line's own steps by their path, which no version of it promises to keep.
 */
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import process from "node:process";

const root = process.cwd();
const load = (path) => import(pathToFileURL(join(root, "node_modules/trigger.dev/dist/esm", path)).href);
const { loadConfig } = await load("config.js");
const { buildWorker } = await load("build/buildWorker.js");
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
const { externals = [], files, runtime } = manifest;
process.stdout.write(
  `\n${JSON.stringify({ externals: externals.map(({ name }) => name), files: files.map(({ entry }) => entry), runtime })}\n`,
);
