import { queue } from "@trigger.dev/sdk";
import { workerConfig } from "./worker-config.ts";

/** Where scrapes wait for their turn: no more of them run at once than calls are allowed. */
export const providerQueue = queue({
  name: "provider",
  // Its successor, `concurrency` on a task, is ignored without a word by servers older than the SDK.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  concurrencyLimit: workerConfig.automationMaxConcurrent,
});
