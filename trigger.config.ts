import { existsSync } from "node:fs";
import { defineConfig } from "@trigger.dev/sdk";
import { additionalFiles } from "@trigger.dev/build/extensions/core";

// The command line of Trigger.dev evaluates this file in a way that the project's own modules do not bear.
// eslint-disable-next-line no-restricted-properties
const project = process.env["TRIGGER_PROJECT_REF"];
if (project === undefined || project === "") {
  throw new Error(
    "TRIGGER_PROJECT_REF is not set: export it in this shell with the project's reference, which its settings page shows; what .env says is for the runs.",
  );
}

// Settings that stand in the project's own file hold for runs as well, whose working folder is the build's.
const settingsFile = "./workflow.config.json";
const files = [
  "./rules/**/*.json",
  "./migrations/*_*.sql",
  ...(existsSync(settingsFile) ? [settingsFile] : []),
];

export default defineConfig({
  project,
  runtime: "node-22",
  dirs: ["./src/trigger"],
  // What the tasks are made of is no task.
  ignorePatterns: ["**/trigger/runtime/**"],
  // Of a task that says nothing else: the most seconds of work, the machine, and how it is tried again.
  maxDuration: 900,
  machine: "small-1x",
  retries: {
    enabledInDev: true,
    default: {
      maxAttempts: 3,
      factor: 2,
      minTimeoutInMs: 1_000,
      maxTimeoutInMs: 30_000,
      randomize: true,
      // A process that is killed is not tried again otherwise, whoever killed it.
      outOfMemory: { machine: "medium-1x" },
    },
  },
  processKeepAlive: true,
  // In dev, as deployed: the working folder is that of the build, with rules/ and migrations/ in it.
  legacyDevProcessCwdBehaviour: false,
  logLevel: "info",
  build: {
    // Native binaries, and the embedded database that a worker never opens.
    external: ["@duckdb/node-api", "jsonc-parser", "@electric-sql/pglite", "@electric-sql/pglite-socket"],
    extensions: [additionalFiles({ files })],
  },
});
