import { manufacturerDirectory } from "../../src/domain/manufacturer.ts";
import { scrapeBatch } from "../../src/local/scrape-batch.ts";
import { defaultRetryPolicy } from "../../src/workflow/retry-policy.ts";
import { describeExecutor } from "../contract/executor-contract.ts";

const nothing = () => undefined;

describeExecutor("this process", (setting, batchId) =>
  scrapeBatch(
    {
      ...setting,
      scrape: {
        ...setting,
        directory: manufacturerDirectory({}),
        answerLifetimeMs: 86_400_000,
        now: () => new Date(),
      },
      log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
      retryPolicy: defaultRetryPolicy,
      random: () => 0,
      onPlanned: nothing,
      onPart: nothing,
    },
    batchId,
  ),
);
