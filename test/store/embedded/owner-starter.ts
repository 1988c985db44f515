/** Tries to become the owner of each folder named on a line of stdin, and lives until stdin ends. */
import { createInterface } from "node:readline";

import { takeOwnership } from "../../../src/store/embedded/owner.ts";
import { processStart } from "../../../src/store/embedded/process-identity.ts";

const self = { pid: process.pid, startedAt: processStart(process.pid), socketFile: "/nowhere" };
console.log("ready");
for await (const folder of createInterface({ input: process.stdin })) {
  console.log(takeOwnership(folder, self) === undefined ? "lost" : "won");
}
