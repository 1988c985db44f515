import type { ErrorClass } from "./error-class.ts";

/** What an engineer needs to find a failed call in the provider's logs. */
export interface FaultDetail {
  readonly httpStatus?: number;
  readonly requestId?: string;
}

/**
 * An attempt failed for a reason that is not the caller's mistake. The executor looks at `errorClass` to
 * decide what happens next; nobody looks at the message.
 */
export class AttemptFault extends Error {
  override readonly name = "AttemptFault";
  readonly errorClass: ErrorClass;
  /** The remote's own word on when to come back, in milliseconds from now. */
  readonly retryAfterMs: number | undefined;
  /** The whole quota window is used up: nothing will be answered before `retryAfterMs` has passed. */
  readonly isQuotaExhausted: boolean;
  readonly detail: FaultDetail;
  /** Calls to the provider that the attempt had made by then; no other record has them. */
  readonly calls: number;

  constructor(
    errorClass: ErrorClass,
    message: string,
    options: {
      cause?: unknown;
      retryAfterMs?: number | undefined;
      isQuotaExhausted?: boolean;
      detail?: FaultDetail;
      calls?: number;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.errorClass = errorClass;
    this.retryAfterMs = options.retryAfterMs;
    this.isQuotaExhausted = options.isQuotaExhausted ?? false;
    this.detail = options.detail ?? {};
    this.calls = options.calls ?? 0;
  }

  /** The same fault of an attempt that has made so many calls. */
  afterCalls(calls: number): AttemptFault {
    const { cause, retryAfterMs, isQuotaExhausted, detail } = this;
    return new AttemptFault(this.errorClass, this.message, {
      cause,
      retryAfterMs,
      isQuotaExhausted,
      detail,
      calls,
    });
  }
}

/** The exit codes of the `workflow` command, by what went wrong (README "Exit codes"). */
export const exitCodes = {
  ok: 0,
  bug: 1,
  usage: 2,
  source: 3,
  database: 4,
  provider: 5,
  rules: 6,
  notFound: 7,
  storage: 8,
  /** A check of `workflow doctor` failed. */
  unhealthy: 9,
  /** A batch, or a run on Trigger.dev, failed as a whole. */
  failed: 10,
  /** Trigger.dev cannot be reached, or refuses what it is asked. */
  platform: 11,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/**
 * Something outside the program has to change before this can work. The message is one sentence that says what
 * is wrong, where, and what to do; the command line prints it without a stack and exits with `exitCode`.
 */
export class UserError extends Error {
  override readonly name = "UserError";
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.exitCode = exitCode;
  }
}
