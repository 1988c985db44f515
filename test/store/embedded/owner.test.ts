import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import {
  isStillOwner,
  liveOwner,
  releaseOwnership,
  takeOwnership,
} from "../../../src/store/embedded/owner.ts";
import { isProcessLive, processStart } from "../../../src/store/embedded/process-identity.ts";

const self = { pid: process.pid, startedAt: processStart(process.pid), socketFile: "/nowhere" };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "workflow-owner-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A process that has ended, by its number. */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ["--version"], { stdio: "ignore" });
  await once(child, "exit");
  return child.pid ?? 0;
}

describe("ownership of a data folder", () => {
  test("goes to one starter, and to nobody else while that one lives", () => {
    expect(takeOwnership(folder, self)).toBe(1);
    expect(takeOwnership(folder, self)).toBeUndefined();
    expect(liveOwner(folder)).toEqual(self);
  });

  test("passes on from a process that has ended, and only the newest generation stays", async () => {
    await writeFile(join(folder, "owner.7"), JSON.stringify({ ...self, pid: await deadPid() }));
    await writeFile(join(folder, "owner.6"), JSON.stringify(self));
    expect(liveOwner(folder)).toBeUndefined();
    expect(takeOwnership(folder, self)).toBe(8);
    expect(await readdir(folder)).toEqual(["owner.8"]);
  });

  test("passes on from a process whose number another one has now", async () => {
    await writeFile(join(folder, "owner.1"), JSON.stringify({ ...self, startedAt: "long ago" }));
    expect(liveOwner(folder)).toBeUndefined();
    expect(takeOwnership(folder, self)).toBe(2);
  });

  test("passes on after a file that a power cut has torn", async () => {
    await writeFile(join(folder, "owner.3"), '{"pid":');
    expect(takeOwnership(folder, self)).toBe(4);
  });

  test("can be given up by a process that lives on", () => {
    expect(takeOwnership(folder, self)).toBe(1);
    releaseOwnership(folder, 1);
    expect(liveOwner(folder)).toBeUndefined();
    expect(isStillOwner(folder, 1, self)).toBe(false);
    expect(takeOwnership(folder, self)).toBe(3);
  });

  test("is lost together with the folder", async () => {
    expect(takeOwnership(folder, self)).toBe(1);
    expect(isStillOwner(folder, 1, self)).toBe(true);
    await rm(folder, { recursive: true });
    expect(isStillOwner(folder, 1, self)).toBe(false);
    expect(liveOwner(folder)).toBeUndefined();
  });

  test("goes to exactly one of 8 starters that race on a stale file", async () => {
    const stale = JSON.stringify({ ...self, pid: await deadPid() });
    const loader = createRequire(import.meta.url).resolve("tsx");
    const script = fileURLToPath(new URL("./owner-starter.ts", import.meta.url));
    const starters = Array.from({ length: 8 }, () =>
      spawn(process.execPath, ["--import", loader, script], { stdio: ["pipe", "pipe", "inherit"] }),
    );
    const replies = starters.map((starter) =>
      createInterface({ input: starter.stdout })[Symbol.asyncIterator](),
    );
    const nextReplies = () => Promise.all(replies.map((reply) => reply.next()));
    try {
      await nextReplies();
      for (let round = 1; round <= 40; round += 1) {
        const roundFolder = join(folder, String(round));
        await mkdir(roundFolder);
        await writeFile(join(roundFolder, "owner.1"), stale);
        for (const starter of starters) starter.stdin.write(`${roundFolder}\n`);
        expect((await nextReplies()).filter((reply) => reply.value === "won")).toHaveLength(1);
      }
    } finally {
      for (const starter of starters) starter.kill();
    }
  });
});

describe("a process", () => {
  test("is live under its own start time, under an unknown one, and not under another", () => {
    expect(isProcessLive({ pid: process.pid, startedAt: processStart(process.pid) })).toBe(true);
    expect(isProcessLive({ pid: process.pid })).toBe(true);
    expect(isProcessLive({ pid: process.pid, startedAt: "another" })).toBe(false);
  });

  test("is not live after its end", async () => {
    const pid = await deadPid();
    expect(isProcessLive({ pid })).toBe(false);
    expect(processStart(pid)).toBeUndefined();
  });
});
