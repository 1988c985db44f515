import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { connect, details, requestToken, startOwnServer } from "./sandbox-client.ts";

const folder = process.env["WORKFLOW_REFERENCE_FIXTURES"];
if (folder === undefined) {
  console.warn("WORKFLOW_REFERENCE_FIXTURES is not set: the shapes are not compared with recorded answers");
}

const Json = z.record(z.string(), z.unknown());
const KeywordRecording = z.looseObject({ Products: z.array(Json), ExactMatches: z.array(Json) });

function recordings(kind: string): unknown[] {
  const path = join(folder ?? "", "digikey", kind);
  return readdirSync(path).map((name) => JSON.parse(readFileSync(join(path, name), "utf8")) as unknown);
}

/** Every path in the value with the JSON types seen there; array elements share one path. */
function shape(value: unknown, path = "", seen = new Map<string, Set<string>>()): Map<string, Set<string>> {
  const kind = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
  seen.set(path, (seen.get(path) ?? new Set()).add(kind));
  if (Array.isArray(value)) for (const item of value) shape(item, `${path}[]`, seen);
  else if (kind === "object") {
    for (const [key, item] of Object.entries(Json.parse(value))) shape(item, `${path}.${key}`, seen);
  }
  return seen;
}

/** The keys each object at a path always has, over all values. */
function alwaysPresent(values: readonly unknown[]): Map<string, Set<string>> {
  const always = new Map<string, Set<string>>();
  const visit = (value: unknown, path: string): void => {
    if (Array.isArray(value)) for (const item of value) visit(item, `${path}[]`);
    const object = Array.isArray(value) ? undefined : Json.safeParse(value).data;
    if (object === undefined) return;
    const keys = new Set(Object.keys(object));
    const before = always.get(path);
    always.set(path, before === undefined ? keys : new Set([...before].filter((key) => keys.has(key))));
    for (const [key, item] of Object.entries(object)) visit(item, `${path}.${key}`);
  };
  for (const value of values) visit(value, "");
  return always;
}

/** Fails unless every key that all recordings have is in all of ours, with a type the recordings know. */
function expectCovers(ours: readonly unknown[], recorded: readonly unknown[]): void {
  expect(recorded.length).toBeGreaterThan(0);
  const [ourKeys, theirKeys] = [alwaysPresent(ours), alwaysPresent(recorded)];
  for (const [path, keys] of ourKeys) {
    const missing = [...(theirKeys.get(path) ?? [])].filter((key) => !keys.has(key));
    expect(missing, `keys missing at ${path || "the root"}`).toEqual([]);
  }
  const theirTypes = shape(recorded);
  for (const [path, kinds] of shape(ours)) {
    const known = theirTypes.get(path);
    if (known !== undefined) expect(known, `types at ${path}`).toEqual(new Set([...known, ...kinds]));
  }
}

describe.skipIf(folder === undefined)("the answers compared with recorded ones", () => {
  it("have the products' keys and types", async () => {
    await using server = await startOwnServer();
    const client = await connect(server.baseUrl);
    const ours: unknown[] = [];
    for (const Keywords of ["BULK", "HEIR-1", "AR0603-4K7"]) {
      const body = KeywordRecording.parse(await (await client.keyword({ Keywords, Limit: 50 })).json());
      ours.push(...body.Products, ...body.ExactMatches);
    }
    const answers = recordings("keyword").flatMap((file) => KeywordRecording.safeParse(file).data ?? []);
    expectCovers(
      ours,
      answers.flatMap((answer) => [...answer.Products, ...answer.ExactMatches]),
    );
  });

  it("have the keys and types of a keyword answer, found or not", async () => {
    await using server = await startOwnServer();
    const client = await connect(server.baseUrl);
    const [found, nothing]: unknown[] = await Promise.all(
      ["BULK", "no such part"].map(async (Keywords) => (await client.keyword({ Keywords })).json()),
    );
    const answers = recordings("keyword").flatMap((file) => KeywordRecording.safeParse(file).data ?? []);
    const envelope = (value: unknown) => ({ ...Json.parse(value), Products: [], ExactMatches: [] });
    const withCount = answers.filter((answer) => "ProductsCount" in answer).map(envelope);
    const withoutCount = answers.filter((answer) => !("ProductsCount" in answer)).map(envelope);
    expectCovers([envelope(found)], withCount);
    expectCovers([envelope(nothing)], withoutCount);
  });

  it("have the keys and types of product details, errors and tokens", async () => {
    await using server = await startOwnServer();
    const client = await connect(server.baseUrl);
    expectCovers([await (await client.get(details("AR0603-4K7"))).json()], recordings("productdetails"));
    expectCovers([await (await requestToken(server.baseUrl)).json()], recordings("token"));
    const bodies = recordings("errors").map(
      (file) => z.object({ Content: z.object({ Body: Json }) }).safeParse(file).data?.Content.Body ?? file,
    );
    const [modern, legacy] = ["correlationId", "RequestId"].map((key) =>
      bodies.filter((body) => key in Json.parse(body)),
    );
    await using old = await startOwnServer({ envelope: "v3" });
    expectCovers([await (await client.get(details("NO-SUCH-1"))).json()], modern ?? []);
    expectCovers([await (await (await connect(old.baseUrl)).get(details("NO-SUCH-1"))).json()], legacy ?? []);
  });
});
