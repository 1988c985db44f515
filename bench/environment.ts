import { availableParallelism, cpus, loadavg } from "node:os";

/** What a figure means nothing without. */
export function describeMachine(): string {
  const model = cpus()[0]?.model ?? "unknown processor";
  const load = loadavg()[0]?.toFixed(1) ?? "?";
  return `node ${process.version} · ${availableParallelism()} cores (${model}) · load ${load} at the start`;
}
