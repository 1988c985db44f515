import { isDeepStrictEqual } from "node:util";
import * as z from "zod";

/** A change of a run's metadata, as the SDK sends it. */
const MetadataOperation = z.discriminatedUnion("type", [
  z.object({ type: z.literal("set"), key: z.string(), value: z.unknown() }),
  z.object({ type: z.literal("delete"), key: z.string() }),
  z.object({ type: z.literal("increment"), key: z.string(), value: z.number() }),
  z.object({ type: z.literal("append"), key: z.string(), value: z.unknown() }),
  z.object({ type: z.literal("remove"), key: z.string(), value: z.unknown() }),
]);

const operations = z.array(MetadataOperation).default([]);

/** The body of a metadata update. */
export const MetadataUpdate = z.object({
  metadata: z.record(z.string(), z.unknown()).optional(),
  operations,
  parentOperations: operations,
  rootOperations: operations,
});

/** Changes metadata in place. */
export function applyOperations(
  target: Record<string, unknown>,
  changes: readonly z.infer<typeof MetadataOperation>[],
): void {
  for (const change of changes) {
    const before = target[change.key];
    const list = Array.isArray(before) ? (before as unknown[]) : [];
    switch (change.type) {
      case "set":
        target[change.key] = change.value;
        break;
      case "delete":
        Reflect.deleteProperty(target, change.key);
        break;
      case "increment":
        target[change.key] = Number(before ?? 0) + change.value;
        break;
      case "append":
        target[change.key] = [...list, change.value];
        break;
      case "remove":
        target[change.key] = list.filter((item) => !isDeepStrictEqual(item, change.value));
        break;
    }
  }
}
