import { ApiError, TriggerClient, idempotencyKeys } from "@trigger.dev/sdk";
import { apiFault } from "./api-fault.ts";
import { oneLine } from "./one-line.ts";
import type { RemoteRun, TriggerApi } from "./remote-run.ts";

export interface TriggerApiOptions {
  readonly url: string;
  readonly secretKey: string;
  /** The first pause before a call is made again; later ones are longer. Milliseconds. */
  readonly retryDelayMs?: number;
}

/** A call that has no answer after so long gets none, in milliseconds. */
const timeoutMs = 60_000;

/** Trigger.dev, asked with the SDK's own client, which makes a call again that failed on the way. */
export function triggerApi({ url, secretKey, retryDelayMs = 500 }: TriggerApiOptions): TriggerApi {
  const retry = { maxAttempts: 4, minTimeoutInMs: retryDelayMs, maxTimeoutInMs: 10_000, factor: 2 };
  const client = new TriggerClient({ baseURL: url, accessToken: secretKey, requestOptions: { retry } });
  const faultOf = (error: unknown, asked: string) => {
    const status = error instanceof ApiError ? error.status : undefined;
    return apiFault(error, { status, url, asked, secrets: [secretKey] });
  };
  return {
    url,
    async start(task, payload, { key, tags, signal }) {
      const idempotencyKey = await idempotencyKeys.create([task, key], { scope: "global" });
      try {
        const call = client.tasks.trigger(task, payload, { idempotencyKey, tags: [...tags] });
        return (await answered(call, signal)).id;
      } catch (error) {
        throw faultOf(error, task);
      }
    },
    async retrieve(platformRunId, { signal }) {
      try {
        const run = await answered(client.runs.retrieve(platformRunId), signal);
        const output: unknown = run.output;
        return remoteRun(run.status, output, oneLine(run.error?.message ?? "", [secretKey]));
      } catch (error) {
        throw faultOf(error, platformRunId);
      }
    },
  };
}

/** The client itself waits for as long as the connection stands. */
async function answered<Answer>(call: Promise<Answer>, signal: AbortSignal): Promise<Answer> {
  const end = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const givenUp = new Promise<never>((_, reject) => {
    const giveUp = () => reject(end.reason as Error);
    if (end.aborted) giveUp();
    else end.addEventListener("abort", giveUp, { once: true });
  });
  return Promise.race([call, givenUp]);
}

type RunStatus = Awaited<ReturnType<TriggerClient["runs"]["retrieve"]>>["status"];

function remoteRun(status: RunStatus, output: unknown, message: string): RemoteRun {
  const ended = (end: Extract<RemoteRun, { kind: "ended" }>["end"]): RemoteRun => ({
    kind: "ended",
    end,
    message: message === "" ? null : message,
  });
  switch (status) {
    case "PENDING_VERSION":
    case "QUEUED":
    case "DELAYED":
      return { kind: "queued" };
    case "DEQUEUED":
    case "EXECUTING":
    case "WAITING":
      return { kind: "running" };
    case "COMPLETED":
      return { kind: "completed", output };
    case "FAILED":
      return ended("failed");
    case "CRASHED":
    case "SYSTEM_FAILURE":
      return ended("crashed");
    case "TIMED_OUT":
      return ended("timed_out");
    case "CANCELED":
      return ended("cancelled");
    case "EXPIRED":
      return ended("expired");
  }
}
