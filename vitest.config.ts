import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

// Files that start many processes take longest by far; begun last, one of them would keep one worker busy alone.
const longest = /\/test\/(chaos|e2e|local|trigger\/bundle)\b/;

/** The longest files first, also on a machine where no earlier run tells which they are. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => Number(longest.test(b.moduleId)) - Number(longest.test(a.moduleId)));
  }
}

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: "test/support/remove-databases.ts",
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // The files of a worker share its modules, which are loaded once: module-level state is constant data, and the
    // simulated Trigger.dev is reset before each use. Processor time of the pure tests fell by a third with it.
    isolate: false,
  },
});
