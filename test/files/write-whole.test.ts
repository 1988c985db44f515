import { execFileSync, spawn } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { text } from "node:stream/consumers";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { writeWhole } from "../../src/files/write-whole.ts";
import { runInProcess } from "../support/in-process-cli.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "write-whole-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
});

test("a file is replaced whole, with its rights, and through a link that stays one", () => {
  const file = join(folder, "result.json");
  writeFileSync(file, "before", { mode: 0o600 });
  symlinkSync(file, join(folder, "link"));

  writeWhole(join(folder, "link"), "after");

  expect(readFileSync(file, "utf8")).toBe("after");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder).toSorted()).toEqual(["link", "result.json"]);
});

test("a file that cannot be written stays as it was, and nothing is left beside it", () => {
  const path = join(folder, "name".repeat(62), "x".repeat(255));

  expect(() => {
    writeWhole(path, "text");
  }).toThrow(/ENOENT|ENAMETOOLONG/);
  expect(readdirSync(folder)).toEqual([]);
});

const output = (path: string) => runInProcess({ cwd: folder, env: {} }, ["cost", "--json", "--output", path]);

describe("--output", () => {
  test.skipIf(!existsSync("/dev/full"))(
    "on a full disk ends in one sentence, and the link stays",
    async () => {
      symlinkSync("/dev/full", join(folder, "full"));

      const { exitCode, stdout, stderr } = await output("full");

      expect({ exitCode, stdout }).toEqual({ exitCode: 8, stdout: "" });
      expect(stderr).toMatch(
        /^\S+ --output full could not be written \(ENOSPC.*\): free space on its disk, or name another file\.\n$/,
      );
      expect(statSync(join(folder, "full")).isCharacterDevice()).toBe(true);
    },
  );

  test.skipIf(process.platform === "win32")("to a pipe is written into it", async () => {
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    const reader = spawn("cat", [pipe], { stdio: ["ignore", "pipe", "inherit"] });

    const { exitCode, stdout } = await output("pipe");

    expect(exitCode).toBe(0);
    expect(JSON.parse(await text(reader.stdout))).toEqual(JSON.parse(stdout));
    expect(statSync(pipe).isFIFO()).toBe(true);
  });
});
