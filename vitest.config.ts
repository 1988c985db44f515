import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: "test/support/remove-databases.ts",
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    // The files of a worker share its modules, which are loaded once: module-level state is constant data, and the
    // simulated Trigger.dev is reset before each use. Processor time of the pure tests fell by a third with it.
    isolate: false,
  },
});
