// node --import bench/note-peak.mjs ...: writes the process's peak memory, in kB, into the file BENCH_PEAK_FILE.
import { readFileSync, writeFileSync } from "node:fs";

process.on("exit", () => {
  const peak = /^VmHWM:\s+(?<kb>\d+) kB$/m.exec(readFileSync("/proc/self/status", "latin1"))?.groups.kb;
  writeFileSync(process.env.BENCH_PEAK_FILE, peak ?? "");
});
