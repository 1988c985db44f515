import { readFileSync } from "node:fs";

// proc(5) gives times in units of 1/100 s on every Linux that Node runs on.
const ticksPerSecond = 100;

/** The largest resident size a process ever had, in MB; null where the system does not tell. */
export function peakRssMb(pid: number): number | null {
  const peak = /^VmHWM:\s+(?<kb>\d+) kB$/m.exec(readProc(pid, "status") ?? "")?.groups?.["kb"];
  return peak === undefined ? null : Number(peak) / 1024;
}

/** Seconds of processor that processes have used together; those that cannot be read count nothing. */
export function cpuSeconds(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + cpuSecondsOf(pid), 0);
}

function cpuSecondsOf(pid: number): number {
  const stat = readProc(pid, "stat");
  if (stat === null) return 0;
  // The name in brackets may hold blanks: fields are counted from behind it, where the third begins.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[14 - 3]) + Number(fields[15 - 3])) / ticksPerSecond;
}

function readProc(pid: number, name: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "latin1");
  } catch {
    return null;
  }
}
