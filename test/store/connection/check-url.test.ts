import { describe, expect, test } from "vitest";

import { exitCodes } from "../../../src/domain/fault.ts";
import { checkMigrationUrl, checkUrl } from "../../../src/store/connection/check-url.ts";
import { openDatabase } from "../../../src/store/connection/open-database.ts";

describe("the URL of a database", () => {
  test.each([
    "postgres://me:s3cret@db.example.com:5432/parts",
    "postgresql://me@localhost/parts?host=/var/run/postgresql",
  ])("may be %s", (url) => {
    expect(checkUrl(url).href).toBe(url);
  });

  test.each([
    "db.example.com:5432",
    "https://me:s3cret@db.example.com",
    "postgres://me:s3cret#x@db.example.com/parts",
    "postgres://me:12/s3cret@db.example.com/parts",
    "postgres://me:s3cret@db.example.com:port/parts",
  ])("may not be %s, and the refusal does not repeat it", (url) => {
    const refusal = { exitCode: exitCodes.usage, message: expect.not.stringContaining("s3cret") as string };
    expect(() => checkUrl(url)).toThrow(expect.objectContaining(refusal));
    expect(() => openDatabase({ url, applicationName: "test", maxConnections: 1 })).toThrow(
      expect.objectContaining(refusal),
    );
  });

  test("is refused for migrations at the transaction pooler's port, and says which one to use", () => {
    const url = "postgres://postgres.ref:s3cret@aws-0.pooler.supabase.com:6543/postgres";
    expect(checkUrl(url).port).toBe("6543");
    expect(() => checkMigrationUrl(url)).toThrow(
      /MIGRATION_DATABASE_URL to the direct or session-mode address/,
    );
    expect(checkMigrationUrl(url.replace("6543", "5432")).port).toBe("5432");
  });

  test("loses sslmode when an authority is given, since pg would drop the authority", async () => {
    const url = "postgres://me@db.example.com/parts?sslmode=require&application_name=x";
    await using withCa = openDatabase({ url, sslCa: "PEM", applicationName: "test", maxConnections: 1 });
    expect(withCa.pool.options.ssl).toEqual({ ca: "PEM" });
    expect(withCa.pool.options.connectionString).toBe(
      "postgres://me@db.example.com/parts?application_name=x",
    );
    await using without = openDatabase({ url, applicationName: "test", maxConnections: 1 });
    expect(without.pool.options.connectionString).toBe(url);
  });
});
