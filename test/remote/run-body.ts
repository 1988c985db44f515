/** A run as the platform's API describes it. */
export function runBody(status: string, more: { readonly output?: unknown; readonly error?: unknown } = {}) {
  const at = "2026-11-20T06:00:00.000Z";
  return {
    id: "run_1",
    status,
    taskIdentifier: "run-workflow",
    ...{ isQueued: false, isExecuting: false, isWaiting: false, isCompleted: false, isSuccess: false },
    ...{ isFailed: false, isCancelled: false, isTest: false, createdAt: at, updatedAt: at, tags: [] },
    ...{ costInCents: 0, baseCostInCents: 0, durationMs: 0, depth: 0, triggerFunction: "trigger" },
    ...{ attempts: [], relatedRuns: {} },
    ...more,
  };
}
