import { describe, expect, test } from "vitest";

import { daemonPaths } from "../../../src/store/embedded/daemon-paths.ts";

describe("the socket of a data folder", () => {
  test("is short, whatever the folder's length, and another one for another folder", () => {
    const long = `/data/${"x".repeat(300)}`;
    const one = daemonPaths(`${long}/one`, "/tmp").socketFile;
    const other = daemonPaths(`${long}/other`, "/tmp").socketFile;
    expect(one).toMatch(/^\/tmp\/workflow-[0-9a-f]{16}\/\.s\.PGSQL\.5432$/);
    expect(other).not.toBe(one);
  });

  test("is refused beyond 103 bytes, counted in UTF-8", () => {
    const own = daemonPaths("/data", "/").socketFile.length;
    const tmpDir = "/".padEnd(103 - own, "x");
    expect(daemonPaths("/data", tmpDir).socketFile).toHaveLength(103);
    const sameLength = tmpDir.replace(/x$/, "µ");
    expect(() => daemonPaths("/data", sameLength)).toThrow(/103 bytes; point TMPDIR to a shorter path/);
  });
});
