import { expect, test } from "vitest";
import { BatchId } from "../../src/domain/batch.ts";
import type { UnfinishedBatch } from "../../src/store/unfinished-batches.ts";
import { type BatchStanding, batchStanding } from "../../src/workflow/batch-standing.ts";

const until = new Date("2026-01-31T06:00:00Z");
const later = new Date("2026-01-31T07:00:00Z");
const idle: UnfinishedBatch = {
  id: BatchId.parse("batch_1"),
  provider: "digikey",
  needsProvider: true,
  leaseOwner: null,
  leasedUntil: null,
  taskOwner: null,
  taskLeasedUntil: null,
  deferredUntil: null,
};
const held = { leaseOwner: "grace", leasedUntil: until };
const inWork: BatchStanding = { kind: "in_work", holder: "grace", until };
const others = { provider: "digikey-sandbox" };

test.each<[string, Partial<UnfinishedBatch>, BatchStanding]>([
  ["that nobody holds is free", {}, { kind: "free" }],
  ["whose lease has run out is free", { leaseOwner: "grace" }, { kind: "free" }],
  ["that is held is in work", held, inWork],
  ["that is its own is free", { leaseOwner: "ada", leasedUntil: until }, { kind: "free" }],
  [
    "of which another has a task is in work",
    { leaseOwner: "ada", leasedUntil: later, taskOwner: "grace", taskLeasedUntil: until },
    inWork,
  ],
  ["of another provider is left for it", others, { kind: "other_provider", provider: "digikey-sandbox" }],
  [
    "of another provider with nothing to look up is free",
    { ...others, needsProvider: false },
    { kind: "free" },
  ],
  ["of another provider that is held is in work", { ...others, ...held }, inWork],
  [
    "of another provider that waits is left for it",
    { ...others, deferredUntil: later },
    { kind: "other_provider", provider: "digikey-sandbox" },
  ],
  ["that waits is deferred", { deferredUntil: later }, { kind: "deferred", until: later }],
])("a batch %s", (_, batch, standing) => {
  const wanted = { lease: { owner: "ada" }, provider: { name: "digikey" }, isHolderGone: false };
  expect(batchStanding({ ...idle, ...batch }, wanted)).toEqual(standing);
});

test("a batch whose holder has ended is free, and in work while a task of it is", () => {
  const wanted = { lease: { owner: "ada" }, provider: { name: "digikey" }, isHolderGone: true };
  const orphan = { ...idle, leaseOwner: "bob", leasedUntil: later };
  expect(batchStanding(orphan, wanted)).toEqual({ kind: "free" });
  expect(batchStanding({ ...orphan, taskOwner: "grace", taskLeasedUntil: until }, wanted)).toEqual(inWork);
});
