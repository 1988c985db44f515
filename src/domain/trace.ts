import type { LogFields } from "./logger.ts";

/** Runs an action as a named span of time, for whoever looks at where a run spends it. */
export type Trace = <Result>(
  name: string,
  attributes: LogFields,
  action: () => Promise<Result>,
) => Promise<Result>;

/** Nobody looks. */
export const untraced: Trace = (_name, _attributes, action) => action();
