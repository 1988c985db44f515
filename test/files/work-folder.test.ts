import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { makeWorkFolder, workFolderPrefix } from "../../src/files/work-folder.ts";
import { type ProcessIdentity, processStart } from "../../src/store/embedded/process-identity.ts";

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "work-folders-"));
});
afterEach(() => rm(parent, { recursive: true, force: true }));

const dead = () => ({ pid: spawnSync(process.execPath, ["-e", ""]).pid, startedAt: "1" });
const prefix = (owner: ProcessIdentity, machine?: string) =>
  workFolderPrefix("workflow-source", owner, machine);
const self = () => ({ pid: process.pid, startedAt: processStart(process.pid) });

async function folder(name: string): Promise<string> {
  await mkdir(join(parent, name));
  await writeFile(join(parent, name, "parts.parquet"), "a copy of the source");
  return name;
}

it("folders of processes that ended are removed, those of others and of a foreign name stay", async () => {
  const gone = [
    await folder(`${prefix(dead())}abcDEF`),
    await folder(`${prefix({ pid: dead().pid })}abcDEF`),
    // A later process was given the same number.
    await folder(`${prefix({ ...self(), startedAt: "another time" })}abcDEF`),
  ];
  const kept = [
    await folder(`${prefix(self())}abcDEF`),
    await folder(`${prefix(dead(), "another-machine")}abcDEF`),
    await folder(`${prefix(dead())}abcDEF-mine`),
    await folder(`my-${prefix(dead())}abcDEF`),
    await folder("workflow-source-abcDEF"),
    await folder("workflow-source-notes"),
    await folder(`${workFolderPrefix(".source-table", dead())}abcDEF`),
  ];

  const made = basename(await makeWorkFolder(parent, "workflow-source"));

  const found = await readdir(parent);
  expect(found.toSorted()).toEqual([...kept, made].toSorted());
  expect(gone.some((name) => found.includes(name))).toBe(false);
  expect(made.startsWith(prefix(self()))).toBe(true);
});

it("a link is neither followed nor removed, and a link within a folder loses nothing but itself", async () => {
  const target = join(parent, await folder("what-others-need"));
  const link = `${prefix(dead())}linked`;
  await symlink(target, join(parent, link));
  const abandoned = await folder(`${prefix(dead())}abcDEF`);
  await symlink(target, join(parent, abandoned, "inner"));

  const made = basename(await makeWorkFolder(parent, "workflow-source"));

  expect((await readdir(parent)).toSorted()).toEqual([basename(target), link, made].toSorted());
  expect(await readdir(target)).toEqual(["parts.parquet"]);
});
