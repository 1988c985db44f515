import { parsePacket } from "@trigger.dev/core/v3";
import * as z from "zod";
import { MetadataUpdate, applyOperations } from "./metadata-operations.ts";
import { type EngineRun, isEnded, type TriggerOptions } from "./run-table.ts";
import type { TriggerEngine } from "./engine.ts";

const mostTags = 10;

/** A tag of 128 characters is refused. */
const Tag = z.string().max(127);
const Options = z.looseObject({ tags: z.union([Tag, z.array(Tag).max(mostTags)]).optional() }).default({});
const TriggerBody = z.object({ payload: z.string().optional(), options: Options });
const BatchBody = z.object({ runCount: z.number(), parentRunId: z.string().optional() });
const BatchItem = z.object({
  index: z.number(),
  task: z.string(),
  payload: z.string().optional(),
  options: Options,
});
const TagsBody = z.object({ tags: z.union([Tag, z.array(Tag)]) });

/** An answer that says no. */
class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

type Answer = (engine: TriggerEngine, request: Request, id: string) => Promise<unknown>;

/** The calls of the platform's API that the SDK makes, `*` in the place of an id. */
const routes: Readonly<Record<string, Answer>> = {
  "POST /api/v1/tasks/*/trigger": async (engine, request, taskId) => {
    const { payload = "", options } = TriggerBody.parse(await request.json());
    return engine.trigger(taskId, payload, asOptions(options));
  },
  "POST /api/v3/batches": async (engine, request) => {
    const { runCount, parentRunId } = BatchBody.parse(await request.json());
    return { id: engine.openBatch(parentRunId), runCount, isCached: false };
  },
  "POST /api/v3/batches/*/items": async (engine, request, id) => {
    const lines = (await request.text()).split("\n").filter((line) => line !== "");
    const items = lines.map((line) => BatchItem.parse(JSON.parse(line)));
    const inOrder = items.toSorted((one, other) => one.index - other.index);
    engine.fillBatch(
      id,
      inOrder.map(({ task, payload = "", options }) => ({ task, payload, options: asOptions(options) })),
    );
    return { id, itemsAccepted: items.length, itemsDeduplicated: 0, sealed: true };
  },
  "PUT /api/v1/runs/*/metadata": async (engine, request, id) => {
    const run = engine.table.get(id);
    const update = MetadataUpdate.parse(await request.json());
    if (update.metadata !== undefined) Object.assign(run.metadata, update.metadata);
    applyOperations(run.metadata, update.operations);
    if (run.parent !== undefined) applyOperations(run.parent.metadata, update.parentOperations);
    applyOperations(rootOf(run).metadata, update.rootOperations);
    return { metadata: run.metadata };
  },
  "POST /api/v1/runs/*/tags": async (engine, request, id) => {
    const { tags } = TagsBody.parse(await request.json());
    const run = engine.table.get(id);
    const all = new Set([...run.tags, ...[tags].flat()]);
    if (all.size > mostTags) throw new Refusal(422, "a run has at most 10 tags");
    run.tags.splice(0, run.tags.length, ...all);
    return { message: "tags added" };
  },
  "POST /api/v1/runs/*/replay": (engine, _request, id) => Promise.resolve({ id: engine.replay(id).id }),
  "GET /api/v3/runs/*": (engine, _request, id) => described(engine.table.get(id)),
};

/** Answers one call of the SDK. */
export async function answer(engine: TriggerEngine, request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  for (const [route, respond] of Object.entries(routes)) {
    const [method, pattern = ""] = route.split(" ");
    const match = new RegExp(`^${pattern.replace("*", "([^/]+)")}$`).exec(pathname);
    if (request.method !== method || match === null) continue;
    const id = decodeURIComponent(match[1] ?? "");
    try {
      if (pattern.startsWith("/api/v3/runs/") && !engine.table.runs.has(id))
        throw new Refusal(404, "Run not found");
      const body = await respond(engine, request, id);
      return Response.json(body, { headers: { "x-trigger-jwt": "local" } });
    } catch (error) {
      const [status, message] = refusalOf(error);
      return Response.json({ error: message }, { status });
    }
  }
  return Response.json({ error: `${request.method} ${pathname} is not part of the engine` }, { status: 404 });
}

/** What does not pass is refused; anything else that fails is a defect of the engine, and no answer hides it. */
function refusalOf(error: unknown): [status: number, message: string] {
  if (error instanceof Refusal) return [error.status, error.message];
  if (error instanceof z.ZodError) return [400, error.message];
  throw error;
}

/** The SDK's own options; what the engine does not model is ignored. */
function asOptions(options: z.infer<typeof Options>): TriggerOptions {
  return options;
}

function rootOf(run: EngineRun): EngineRun {
  return run.parent === undefined ? run : rootOf(run.parent);
}

async function described(run: EngineRun) {
  const output: unknown =
    run.result?.ok === true
      ? await parsePacket({ data: run.result.output, dataType: run.result.outputType })
      : undefined;
  return {
    id: run.id,
    status: run.status,
    taskIdentifier: run.taskId,
    isQueued: run.status === "QUEUED",
    isExecuting: run.status === "EXECUTING",
    isWaiting: run.status === "WAITING",
    isCompleted: isEnded(run),
    isSuccess: run.status === "COMPLETED",
    isFailed: isEnded(run) && run.status !== "COMPLETED" && run.status !== "CANCELED",
    isCancelled: run.status === "CANCELED",
    isTest: false,
    createdAt: run.createdAt,
    updatedAt: run.createdAt,
    tags: run.tags,
    costInCents: 0,
    baseCostInCents: 0,
    durationMs: 0,
    metadata: run.metadata,
    depth: run.parent === undefined ? 0 : 1,
    triggerFunction: "trigger",
    attemptCount: run.attempts,
    attempts: [],
    relatedRuns: {},
    ...(output !== undefined && { output }),
    ...(run.result?.ok === false && { error: { message: messageOf(run.result.error) } }),
  };
}

function messageOf(error: object): string {
  if ("message" in error && typeof error.message === "string") return error.message;
  return "raw" in error && typeof error.raw === "string" ? error.raw : "";
}
