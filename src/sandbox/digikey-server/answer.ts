import type { OutgoingHttpHeaders } from "node:http";

/** A finished HTTP answer, before a fault is applied to it. */
export interface Answer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: string;
}

/** What the behaviour rests on, so that nobody takes it for the real API's word. */
export type Basis = "recorded" | "documented" | "reported" | "synthetic";

/** An answer, JSON unless told otherwise, that says in `X-Sandbox` where its shape comes from and what in it is simulated. */
export function sandboxAnswer(
  status: number,
  basis: Basis,
  body: string,
  options: { simulated?: string; headers?: OutgoingHttpHeaders; contentType?: string } = {},
): Answer {
  const simulated = options.simulated === undefined ? "" : `; simulated=${options.simulated}`;
  return {
    status,
    headers: {
      "Content-Type": options.contentType ?? "application/json; charset=utf-8",
      "X-Sandbox": `workflow-orchestrator; basis=${basis}${simulated}`,
      ...options.headers,
    },
    body,
  };
}
