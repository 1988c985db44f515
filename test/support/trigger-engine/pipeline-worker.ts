import type { Resources } from "../../../src/app/open-resources.ts";
import type { LocalDependencies } from "../../../src/local/local-stages.ts";

const closed = () => Promise.resolve();

/** A worker's resources out of a test's pipeline, which closes them itself. */
export function pipelineWorker(deps: LocalDependencies): Resources {
  return {
    shared: deps,
    newSource: () => ({ open: deps.openSource, [Symbol.asyncDispose]: closed }),
    descriptions: { database: "test", provider: "test" },
    recordQuota: closed,
    [Symbol.asyncDispose]: closed,
  };
}
