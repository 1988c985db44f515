import { existsSync, readdirSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Command } from "commander";
import picocolors from "picocolors";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openProvider } from "../../src/app/open-provider.ts";
import { configurationRows } from "../../scripts/configuration-table.ts";
import { program } from "../../src/cli/program.ts";
import { createLogger } from "../../src/cli/terminal/logger.ts";
import { Config, parameters } from "../../src/config/parameters.ts";
import { workflowParameters } from "../../src/config/workflow-parameters.ts";
import { errorClasses } from "../../src/domain/error-class.ts";
import { exitCodes } from "../../src/domain/fault.ts";
import { captureStream } from "../cli/terminal/capture-stream.ts";
import { type CliHome, openCliHome } from "../support/run-cli.ts";
import { codeIn, fencedBlocks, readme, root, tableUnder } from "./readme.ts";

const shellLines = fencedBlocks("sh")
  .flatMap((block) => block.split("\n"))
  .map((line) => line.replace(/\s+#.*$/, "").trim())
  .filter((line) => line !== "");
const workflowLines = shellLines.filter((line) => line.startsWith("workflow "));
const packageJson: unknown = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

describe("tables of the README", () => {
  it("has every setting with its variable, default and bounds", () => {
    expect(tableUnder("Setting", "Variable")).toEqual(configurationRows());
  });

  it("says of the first nine settings alone that a prefix is optional", () => {
    const prefixed = Object.values(parameters).filter(
      ({ env: [first, second] }) => second === `WORKFLOW_${first}`,
    );

    expect(prefixed).toEqual(Object.values(workflowParameters));
    expect(Object.keys(parameters).slice(0, 9)).toEqual(Object.keys(workflowParameters));
  });

  it("has every exit code", () => {
    const rows = tableUnder("Code", "Name").map(([code, name]) => [codeIn(name ?? "")[0], Number(code)]);

    expect(Object.fromEntries(rows)).toEqual(exitCodes);
    expect(rows).toHaveLength(Object.keys(exitCodes).length);
  });

  it("has every error class once", () => {
    const named = tableUnder("Error class").flatMap(([cell]) => codeIn(cell ?? ""));

    expect(named.toSorted()).toEqual(errorClasses.toSorted());
  });

  it("has every table of the database once", () => {
    const migrations = readdirSync(join(root, "migrations")).filter((name) => /^\d+_.+\.sql$/.test(name));
    const created = migrations.flatMap((name) =>
      [...readFileSync(join(root, "migrations", name), "utf8").matchAll(/create table public\.(\w+)/g)].map(
        ([, table]) => table,
      ),
    );

    const named = tableUnder("Table", "Holds").flatMap(([cell]) => codeIn(cell ?? ""));

    expect(named.toSorted()).toEqual(created.toSorted());
  });

  it("has every folder of the source", () => {
    const folders = readdirSync(join(root, "src"), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `src/${name}`);

    const named = tableUnder("Folder").flatMap(([cell]) => codeIn(cell ?? ""));

    expect(named.filter((name) => name.startsWith("src/")).toSorted()).toEqual(folders.toSorted());
    expect(named.filter((name) => !existsSync(join(root, name)))).toEqual([]);
  });

  it("names thresholds that the rules have", () => {
    const routing: unknown = JSON.parse(readFileSync(join(root, "rules/routing.json"), "utf8"));
    const [, change] =
      tableUnder("File", "What to change there").find(([file]) => file?.includes("routing.json")) ?? [];

    const thresholds = codeIn(change ?? "").filter((name) => name !== "params");

    expect(thresholds.length).toBeGreaterThan(0);
    for (const threshold of thresholds) expect(routing).toHaveProperty(["params", threshold]);
  });
});

describe("links and commands of the README", () => {
  it("links to files that exist and headings that it has", () => {
    const targets = [...readme.matchAll(/\]\(([^)]+)\)/g)].flatMap(([, target]) => target ?? []);
    const headings = [...readme.matchAll(/^#+ (.+)$/gm)].map(
      ([, heading]) => `#${(heading ?? "").toLowerCase().replaceAll(" ", "-")}`,
    );

    const broken = targets
      .filter((target) => !target.startsWith("https://"))
      .filter((target) =>
        target.startsWith("#") ? !headings.includes(target) : !existsSync(join(root, target)),
      );

    expect(targets.length).toBeGreaterThan(5);
    expect(broken).toEqual([]);
  });

  it.each([...new Set(workflowLines)])("%s is understood", async (line) => {
    await expect(dryParse(line)).resolves.toBeUndefined();
  });

  it("would notice a flag that does not exist", async () => {
    await expect(dryParse("workflow run --limt 50")).rejects.toThrow("--limt");
  });

  it("calls scripts that exist, and sets variables that are read", () => {
    const scripts = [...readme.matchAll(/npm run (?:--\S+ )?([\w:]+)/g)].map(([, name]) => name ?? "");
    const files = [...readme.matchAll(/node (?:--import tsx )?((?:scripts|bin|docs)\/\S+?\.\w+)/g)].map(
      ([, file]) => file ?? "",
    );
    const variables = shellLines
      .filter((line) => line.startsWith("export "))
      .flatMap((line) => [...line.matchAll(/\b([A-Z_]{4,})=/g)].map(([, name]) => name));
    const read = new Set<string | undefined>(Object.values(parameters).flatMap(({ env }) => env));

    for (const script of scripts) expect(packageJson).toHaveProperty(["scripts", script]);
    expect(scripts).not.toEqual([]);
    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
    expect(variables.filter((name) => !read.has(name))).toEqual([]);
    expect(variables).not.toEqual([]);
  });
});

describe("what the README promises", () => {
  let home: CliHome;
  beforeAll(async () => {
    home = await openCliHome();
    await writeFile(join(home.folder, "parts.csv"), fencedBlocks("csv").join(""));
  });
  afterAll(() => home[Symbol.asyncDispose]());

  it.each(["workflow config --show", "workflow db status"])("%s answers", async (line) => {
    expect(shellLines).toContain(line);

    const { exitCode, stdout, stderr } = await home.run(line.split(" ").slice(1));

    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
    expect(stdout).not.toBe("");
  });

  it("the example of a source file is two parts", async () => {
    const line = "workflow run --limit 50 --source parts.csv --dry-run";
    expect(shellLines).toContain(line);

    const { exitCode, stdout } = await home.run([...line.split(" ").slice(1), "--json"]);

    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      parts: [{ mpn: "LM358DR" }, { mpn: "RC0603FR-0710KL" }],
      quarantined: 0,
    });
  });

  it("the sandbox refuses a database that is not the embedded one", async () => {
    const log = createLogger({
      writeLine: () => undefined,
      colors: picocolors.createColors(false),
      isDebug: false,
      secrets: [],
    });

    await expect(
      openProvider(Config.parse({ databaseUrl: "postgres://localhost/parts" }), log),
    ).rejects.toMatchObject({
      exitCode: exitCodes.usage,
      message: expect.stringContaining("embedded database only") as unknown,
    });
  });

  it("the program runs as it stands", async () => {
    const [program = ""] = fencedBlocks("ts");
    const file = join(home.folder, "example.mts");
    await writeFile(file, program.replace("./src/index.ts", pathToFileURL(join(root, "src/index.ts")).href));

    const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", file], {
      cwd: root,
      env: {
        PATH: process.env["PATH"],
        TMPDIR: process.env["TMPDIR"],
        WORKFLOW_DATA_DIR: home.dataDir,
        WORKFLOW_SANDBOX_ROWS: "2000",
        WORKFLOW_SANDBOX_FAULTS: "none",
      },
    });

    expect(stdout).toMatch(/^batch_\d+ completed\w* \d+ of \d+ lookups completed\n\d+ urgent tasks wait\n$/);
  });
});

/** Parses a command line with the real program, whose commands do nothing. */
async function dryParse(line: string): Promise<void> {
  const { stream } = captureStream(null);
  const root = program(
    { env: {}, cwd: "/", stdout: stream, stderr: stream, signal: new AbortController().signal },
    () => undefined,
  );
  const disarm = (command: Command) => {
    command
      .exitOverride()
      .configureOutput({ writeErr: () => undefined })
      .action(() => undefined);
    command.commands.forEach(disarm);
  };
  root.commands.forEach(disarm);
  root.exitOverride().configureOutput({ writeErr: () => undefined });
  const words = [...line.matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word);
  await root.parseAsync(words.slice(1), { from: "user" });
}
