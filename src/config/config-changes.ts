import type { WorkflowConfig } from "./workflow-parameters.ts";

/** A parameter that a batch was opened with and that is another today. */
export interface ConfigChange {
  readonly name: string;
  readonly then: unknown;
  readonly now: unknown;
}

/** What has changed in the seed's parameters since a batch was opened. */
export function configChanges(then: WorkflowConfig, now: WorkflowConfig): ConfigChange[] {
  const current = new Map<string, unknown>(Object.entries(now));
  return Object.entries(then).flatMap(([name, value]) => {
    const changed = current.get(name);
    return changed === value ? [] : [{ name, then: value, now: changed }];
  });
}
