import { utimes } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { lazySource } from "../../src/app/open-source.ts";
import { Config } from "../../src/config/parameters.ts";
import { jsonlFile } from "../extract/part-files.ts";

const now = new Date("2026-03-02T12:00:00Z");

async function open(settings: Partial<Config>) {
  const warnings: string[] = [];
  await using source = lazySource(Config.parse(settings), {
    onStale: (problem) => {
      warnings.push(problem);
    },
    now: () => now,
    doneParts: () => Promise.resolve(0),
  });
  const { description } = await source.open();
  return { description, warnings };
}

describe("the age of a source file", () => {
  const aged = async (settings: Partial<Config>) => {
    const source = await jsonlFile([{ pn: "A", score: 0.5 }]);
    await utimes(source, now, new Date("2026-03-01T06:00:00Z"));
    return open({ source, ...settings });
  };

  it("is of no interest unless a limit is set", async () => {
    expect((await aged({ sourceStaleAction: "stop" })).warnings).toEqual([]);
  });

  it("within the limit passes", async () => {
    expect((await aged({ sourceMaxAgeHours: 31, sourceStaleAction: "stop" })).warnings).toEqual([]);
  });

  it("beyond the limit warns and goes on", async () => {
    const { description, warnings } = await aged({ sourceMaxAgeHours: 30 });

    expect(description).toBe("DuckDB over parts.jsonl");
    expect(warnings).toEqual([expect.stringContaining("30 hours ago")]);
  });

  it("beyond the limit stops where that is wanted", async () => {
    await expect(aged({ sourceMaxAgeHours: 30, sourceStaleAction: "stop" })).rejects.toMatchObject({
      exitCode: 3,
      message:
        "The part source DuckDB over parts.jsonl was last changed at 2026-03-01T06:00Z, 30 hours ago, and counts as stale from 30 hours: refresh it, or raise WORKFLOW_SOURCE_MAX_AGE_HOURS, or set WORKFLOW_SOURCE_STALE_ACTION to warn.",
    });
  });
});

it("columns are read under the names that the configuration gives", async () => {
  const source = await jsonlFile([{ mpn: "A", score: 0.5 }]);

  await expect(open({ source })).rejects.toThrow('has no column "pn"');
  await expect(open({ source, sourceColumns: { pn: "mpn" } })).resolves.toMatchObject({ warnings: [] });
});
