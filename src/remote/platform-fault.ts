import { type ExitCode, UserError } from "../domain/fault.ts";

/** Trigger.dev refused a call or did not answer it. The message is one sentence that says what to do. */
export class PlatformFault extends UserError {
  /** Whether the same call may be answered a little later. */
  readonly isTransient: boolean;

  constructor(
    exitCode: ExitCode,
    message: string,
    options: { readonly isTransient: boolean; readonly cause?: unknown },
  ) {
    super(exitCode, message, { cause: options.cause });
    this.isTransient = options.isTransient;
  }
}
