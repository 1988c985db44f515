import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadConfig } from "../../src/config/load-config.ts";
import { redactSecrets, redactUrl, secretsOf } from "../../src/config/redact.ts";

describe("redactUrl", () => {
  it.each([
    [
      "postgres://user:pw@db.example:5432/main?sslmode=require",
      "postgres://user:***@db.example:5432/main?sslmode=require",
    ],
    ["postgres://user@db.example/main", "postgres://user@db.example/main"],
    ["postgres://user@db.example/main?password=pw", "postgres://user@db.example/main?password=***"],
    ["postgres://user:12#pw@db.example/main", "***"],
    ["postgres://user:12/pw@db.example/main", "***"],
    ["postgres://user:12?pw@db.example/main", "***"],
    ["a-client-secret", "***"],
    ["client:secret", "***"],
  ])("shows %s as %s", (url, shown) => {
    expect(redactUrl(url)).toBe(shown);
  });

  it("never shows a password, however odd", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (tail) => {
        const password = `SeCrEt${tail}`;
        expect(redactUrl(`postgres://u:${encodeURIComponent(password)}@h/d`)).not.toContain("SeCrEt");
        expect(redactUrl(`postgres://u:${password}@h/d`)).not.toContain("SeCrEt");
      }),
    );
  });
});

describe("redactSecrets", () => {
  it("masks every occurrence, the longest secret first", () => {
    expect(redactSecrets("abcd abcdef abcd", ["abcd", "abcdef"])).toBe("*** *** ***");
  });

  it("masks a secret that stands percent-encoded or inside JSON", () => {
    const secret = `a/b "c" ü`;
    const text = `${secret} ${encodeURIComponent(secret)} ${JSON.stringify({ secret })}`;
    expect(redactSecrets(text, [secret])).toBe(`*** *** {"secret":"***"}`);
  });

  it("leaves secrets of three letters alone, which would shred the text", () => {
    expect(redactSecrets("the cat sat", ["cat"])).toBe("the cat sat");
  });
});

it("knows every secret of a configuration", () => {
  const { values } = loadConfig({
    cwd: "/nowhere",
    env: {
      DATABASE_URL: "postgres://u:p%40ssword@h/d",
      MIGRATION_DATABASE_URL: "postgres://u@h/d?password=in-the-query",
      DIGIKEY_CLIENT_SECRET: "dk-secret",
      TRIGGER_SECRET_KEY: "tr_prod_secret",
    },
  });
  expect(secretsOf(values)).toEqual([
    "p%40ssword",
    "p@ssword",
    "in-the-query",
    "dk-secret",
    "tr_prod_secret",
  ]);
});

it("finds no secrets where none are set", () => {
  expect(secretsOf(loadConfig({ cwd: "/nowhere", env: {} }).values)).toEqual([]);
});
