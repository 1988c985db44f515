import { exitCodes } from "../domain/fault.ts";
import { oneLine } from "./one-line.ts";
import { PlatformFault } from "./platform-fault.ts";

/** The call that failed. */
export interface FailedCall {
  /** Undefined where no answer came, or one that the client cannot read as HTTP. */
  readonly status: number | undefined;
  readonly url: string;
  /** The task that was to be started, or the run that was asked for. */
  readonly asked: string;
  readonly secrets: readonly string[];
}

/** What a person is told about a call that failed: what is wrong, where, and what to do. */
export function apiFault(cause: unknown, { status, url, asked, secrets }: FailedCall): PlatformFault {
  const where = `Trigger.dev at ${url}`;
  const refusal = (text: string) =>
    new PlatformFault(exitCodes.platform, text, { isTransient: false, cause });
  const outage = (text: string) => new PlatformFault(exitCodes.platform, text, { isTransient: true, cause });
  switch (status) {
    case undefined:
      return outage(
        `${where} cannot be reached (${oneLine(causeText(cause), secrets)}): check TRIGGER_API_URL and the network, or add --local to run in this process.`,
      );
    case 200:
      return refusal(`What answers at ${url} is not Trigger.dev: check TRIGGER_API_URL.`);
    case 401:
    case 403:
      return new PlatformFault(
        exitCodes.usage,
        `${where} refuses the key (${status}): set TRIGGER_SECRET_KEY to the secret key of the environment that has the tasks, or add --local to run in this process.`,
        { isTransient: false, cause },
      );
    case 404:
      return refusal(
        `${where} knows no ${asked} in the environment of TRIGGER_SECRET_KEY: deploy the tasks with "npx trigger.dev deploy", or check the key and TRIGGER_API_URL.`,
      );
    case 429:
      return outage(`${where} has had too many requests (429): try again in a minute.`);
    default:
      if (status >= 500) return outage(`${where} is out of order (${status}): try again later.`);
      return refusal(`${where} refuses ${asked} (${status}): ${oneLine(causeText(cause), secrets)}`);
  }
}

/** The innermost reason: a failed connection says why in its cause only. */
function causeText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return causeText(error.cause);
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return error.message === "" ? code || error.name : error.message;
}
