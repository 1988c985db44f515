import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import * as z from "zod";
import { type Answer, errorAnswer } from "./answer.ts";
import { type Fault, FaultPlan, type PlannedFault } from "./faults.ts";
import { type JobBehaviour, JobRequest, Jobs } from "./jobs.ts";
import { openWarehouse } from "./warehouse.ts";

export const project = "demo-project";
export const dataset = "catalogue";

/** A request as the server saw it. */
export interface SeenRequest {
  readonly method: string;
  /** Without the API's prefix. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly authorization: string | null;
}

/** What a table's metadata say beyond its columns. */
export interface TableSettings {
  type: "TABLE" | "VIEW";
  lastModified: Date;
  isStreamedInto: boolean;
}

/** BigQuery's REST API on loopback, over an embedded database. */
export interface BigqueryServer extends AsyncDisposable {
  readonly baseUrl: string;
  readonly location: string;
  readonly requests: SeenRequest[];
  readonly jobs: JobBehaviour;
  /** Of every table. */
  readonly table: TableSettings;
  /** Spelt as one of the forms that decide how the client library reads an error's body. */
  contentType: string;
  /** Makes tables, in DuckDB's SQL; the dataset is `"demo-project".catalogue`. */
  execute(sql: string): Promise<void>;
  plan(fault: PlannedFault): void;
  expireResults(): void;
}

export async function startBigqueryServer(): Promise<BigqueryServer> {
  const warehouse = await openWarehouse(project, dataset);
  const jobs = new Jobs(warehouse);
  const faults = new FaultPlan();
  const location = "EU";
  const requests: SeenRequest[] = [];
  const table: TableSettings = {
    type: "TABLE",
    lastModified: new Date("2026-03-01T06:00:00Z"),
    isStreamedInto: false,
  };

  async function answer({ method, path, query, body }: SeenRequest): Promise<Answer> {
    if (method === "POST" && path === `/projects/${project}/jobs`) return jobs.insert(JobRequest.parse(body));
    const [, jobId] = new RegExp(`^/projects/${project}/queries/([\\w-]+)$`).exec(path) ?? [];
    if (method === "GET" && jobId !== undefined) return jobs.results(jobId, query);
    const [, ended] = new RegExp(`^/projects/${project}/jobs/([\\w-]+)$`).exec(path) ?? [];
    if (method === "GET" && ended !== undefined) return jobs.metadata(ended, query);
    const [, name] = new RegExp(`^/projects/${project}/datasets/${dataset}/tables/(\\w+)$`).exec(path) ?? [];
    if (method === "GET" && name !== undefined) return tableAnswer(name);
    return errorAnswer(404, "notFound", `Not found: ${method} ${path}`);
  }

  async function tableAnswer(name: string): Promise<Answer> {
    const id = `\`${project}.${dataset}.${name}\``;
    const result = await warehouse.query(`SELECT * FROM ${id} LIMIT 0`).catch(() => null);
    if (result === null)
      return errorAnswer(404, "notFound", `Not found: Table ${project}:${dataset}.${name}`);
    const counted = await warehouse.query(`SELECT COUNT(*) AS n FROM ${id}`);
    const body = {
      type: table.type,
      location,
      schema: { fields: result.fields },
      numRows: table.type === "VIEW" ? "0" : counted.rows[0]?.f[0]?.v,
      lastModifiedTime: String(table.lastModified.getTime()),
      ...(table.isStreamedInto && { streamingBuffer: { estimatedRows: "1" } }),
    };
    return { status: 200, body };
  }

  async function handle(request: IncomingMessage, response: ServerResponse) {
    const seen = await seenRequest(request);
    requests.push(seen);
    const fault = faults.next(`${seen.method} ${seen.path}?${seen.query.toString()}`);
    await send(response, server.contentType, fault, () => answer(seen));
  }

  const http = createServer((request, response) => {
    handle(request, response).catch((error: unknown) =>
      response.destroy(error instanceof Error ? error : undefined),
    );
  });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  const { port } = z.object({ port: z.number() }).parse(http.address());
  const server: BigqueryServer = {
    baseUrl: `http://127.0.0.1:${port}`,
    location,
    requests,
    jobs: jobs.behaviour,
    table,
    contentType: "application/json; charset=UTF-8",
    execute(sql) {
      table.lastModified = new Date(table.lastModified.getTime() + 1_000);
      return warehouse.execute(sql);
    },
    plan: (fault) => faults.add(fault),
    expireResults: () => jobs.expireResults(),
    async [Symbol.asyncDispose]() {
      const closed = once(http, "close");
      http.close();
      http.closeAllConnections();
      await closed;
      warehouse.close();
    },
  };
  return server;
}

async function seenRequest(request: IncomingMessage): Promise<SeenRequest> {
  const url = new URL(request.url ?? "/", "http://localhost");
  const content = await text(request);
  return {
    method: request.method ?? "GET",
    path: url.pathname.replace(/^\/bigquery\/v2/, ""),
    query: url.searchParams,
    body: content === "" ? null : JSON.parse(content),
    authorization: request.headers.authorization ?? null,
  };
}

async function send(
  response: ServerResponse,
  contentType: string,
  fault: Fault | undefined,
  answer: () => Promise<Answer>,
): Promise<void> {
  const write = (status: number, body: string) => {
    response.writeHead(status, { "content-type": contentType });
    response.end(body);
  };
  const { status, body } =
    fault === undefined || fault.kind === "error_after_work"
      ? await answer()
      : errorAnswer(500, "unused", "");
  switch (fault?.kind) {
    case undefined: {
      write(status, JSON.stringify(body));
      return;
    }
    case "error":
    case "error_after_work": {
      const error = errorAnswer(
        fault.status,
        fault.reason,
        ("message" in fault ? fault.message : undefined) ?? `injected ${fault.reason}`,
      );
      write(error.status, JSON.stringify(error.body));
      return;
    }
    case "body": {
      write(200, fault.body);
      return;
    }
    case "hang_up":
      response.socket?.resetAndDestroy();
      return;
    case "silence":
      return;
  }
}
