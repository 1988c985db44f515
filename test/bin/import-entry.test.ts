import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { root } from "../docs/readme.ts";

const greeting = (word: string) => `
import { where } from "./where.ts";
export const words: readonly string[] = ["${word}", where];
console.log(words.join(" "));
`;

/** A project of two modules with the real way to import an entry, and the packages of this one. */
describe("importing an entry", () => {
  let project: string;
  let cache: string;
  beforeEach(async () => {
    project = await mkdtemp(join(tmpdir(), "workflow-entry-"));
    cache = join(project, "node_modules/.cache/workflow-orchestrator");
    await cp(join(root, "bin"), join(project, "bin"), { recursive: true });
    await write("package.json", '{ "type": "module" }');
    await write("package-lock.json", "{}");
    await write("node_modules/.keep", "");
    for (const name of ["esbuild", "tsx"]) {
      await symlink(join(root, "node_modules", name), join(project, "node_modules", name));
    }
    await write("src/cli/main.ts", greeting("one"));
    await write("src/cli/where.ts", 'export const where = new URL("where.txt", import.meta.url).pathname;');
    await write("src/store/embedded/daemon.ts", "export {};");
  });
  afterEach(() => rm(project, { recursive: true, force: true }));

  async function write(name: string, text: string) {
    const path = join(project, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  async function run() {
    const { stdout } = await promisify(execFile)(process.execPath, [join(project, "bin/workflow.mjs")]);
    return stdout.trim();
  }

  it("compiles once, and a module still finds the files beside its source", async () => {
    const beside = join(project, "src/cli/where.txt");

    expect(await run()).toBe(`one ${beside}`);
    expect(await run()).toBe(`one ${beside}`);
    expect(await readdir(cache)).toHaveLength(1);
  });

  it("compiles anew when a source has changed, and keeps a few builds only", async () => {
    for (const word of ["one", "three", "fifteen", "a hundred", "thousands!", "countless..."]) {
      await write("src/cli/main.ts", greeting(word));
      expect(await run()).toContain(`${word} `);
    }

    expect(await readdir(cache)).toHaveLength(5);
  });

  it("compiles module by module where the cache cannot be written", async () => {
    // A file where the folder would be: that stops root too.
    await write("node_modules/.cache", "");

    expect(await run()).toContain("one ");
  });

  it("names the place of a mistake in a source", async () => {
    await write("src/cli/main.ts", "const broken = ;");

    await expect(run()).rejects.toThrow("src/cli/main.ts:1:15");
  });
});
