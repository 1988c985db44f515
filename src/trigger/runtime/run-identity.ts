import * as z from "zod";
import { nameBasedUuid } from "../../workflow/name-based-uuid.ts";
import { runTag, runTagPrefix } from "../../workflow/platform-run.ts";

/**
 * The identity of a run of the workflow. It stands in a tag, because a replay is a new run to the platform and keeps
 * nothing of the old one but payload and tags. Whoever starts the run may give it one; without, the first run of all
 * derives it from its own id.
 */
export function runIdentity(run: { readonly id: string; readonly tags?: readonly string[] | undefined }): {
  runId: string;
  tag: string;
} {
  const known = (run.tags ?? []).flatMap((tag) =>
    tag.startsWith(runTagPrefix)
      ? [z.uuid().safeParse(tag.slice(runTagPrefix.length)).data ?? []].flat()
      : [],
  );
  const runId = known[0] ?? nameBasedUuid(run.id);
  return { runId, tag: runTag(runId) };
}
