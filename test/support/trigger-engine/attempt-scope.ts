import { AsyncLocalStorage } from "node:async_hooks";
import {
  type TaskRunContext,
  apiClientManager,
  lifecycleHooks,
  localsAPI,
  resourceCatalog,
  runMetadata,
  runtime,
  taskContext,
} from "@trigger.dev/core/v3";
import {
  type RuntimeManager,
  StandardLifecycleHooksManager,
  StandardLocalsManager,
  StandardMetadataManager,
  StandardResourceCatalog,
} from "@trigger.dev/core/v3/workers";
import type { EngineRun } from "./run-table.ts";

const baseUrl = "http://trigger.local";

/** What belongs to one attempt and is found by the code that runs in it. */
export interface Scope {
  readonly run: EngineRun;
  readonly context: TaskRunContext;
  readonly locals: StandardLocalsManager;
  readonly metadata: StandardMetadataManager;
  readonly abort: AbortController;
}

/** Which attempt the calling code belongs to. */
export const scopes = new AsyncLocalStorage<Scope>();

/** Hands every access over to the manager that is current when it happens. */
function forwarding<Manager extends object>(current: () => Manager): Manager {
  return new Proxy({} as Manager, {
    get(_target, property) {
      const manager = current();
      const value: unknown = Reflect.get(manager, property, manager);
      return typeof value === "function" ? (value.bind(manager) as unknown) : value;
    },
  });
}

/** A scope of nobody: what is asked for outside of runs. */
export function idle(): Pick<Scope, "locals" | "metadata"> {
  return {
    locals: new StandardLocalsManager(),
    metadata: new StandardMetadataManager(apiClientManager.clientOrThrow()),
  };
}

/**
 * Makes the SDK of this process talk to a platform: its calls of the API are answered by `answer`, its waits by
 * `platform`. Tasks register themselves when they are imported afterwards.
 */
export function installPlatform(
  platform: RuntimeManager,
  answer: (request: Request) => Promise<Response>,
): void {
  resourceCatalog.setGlobalResourceCatalog(new StandardResourceCatalog());
  resourceCatalog.setCurrentFileContext("engine.ts", "engine");
  apiClientManager.setGlobalAPIClientConfiguration({ baseURL: baseUrl, accessToken: "tr_dev_engine" });
  lifecycleHooks.setGlobalLifecycleHooksManager(new StandardLifecycleHooksManager());
  installMetadata();
  runtime.setGlobalRuntimeManager(platform);
  taskContext.setGlobalTaskContext({
    get ctx() {
      return scopes.getStore()?.context as TaskRunContext;
    },
    worker: { id: "engine", version: "engine", contentHash: "engine", engine: "V2" } as never,
    isWarmStart: false,
  });
  const real = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    const request = new Request(input, init);
    return request.url.startsWith(baseUrl) ? answer(request) : real(input, init);
  };
}

function installMetadata(): void {
  const nobody = idle();
  const scope = () => scopes.getStore() ?? nobody;
  localsAPI.setGlobalLocalsManager(forwarding(() => scope().locals));
  // The SDK takes these two when it is imported, and keeps them.
  const updaters = new Map<string | symbol, unknown>([
    ["parent", forwarding(() => scope().metadata.parent)],
    ["root", forwarding(() => scope().metadata.root)],
  ]);
  const metadata = forwarding(() => scope().metadata);
  runMetadata.setGlobalManager(
    new Proxy(metadata, {
      get: (target, name) => updaters.get(name) ?? (Reflect.get(target, name) as unknown),
    }),
  );
}
