// The same questions through Node's own HTTP client, and the answers thrown away: what this machine and the sandbox
// leave of the provider's time before the first line of ours.
import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import pLimit from "p-limit";
import * as z from "zod";
import { peakRssMb } from "../process-cost.ts";
import { sandboxCredentials } from "../sandbox-process.ts";

const Options = z.object({ baseUrl: z.string(), sourcePath: z.string(), maxConcurrent: z.number() });
const { baseUrl, sourcePath, maxConcurrent } = Options.parse(JSON.parse(process.argv[2] ?? "{}"));

const { clientId, clientSecret } = sandboxCredentials;
const signIn = await fetch(`${baseUrl}/v1/oauth2/token`, {
  method: "POST",
  body: new URLSearchParams({
    client_id: clientId,
    client_secret: clientSecret,
    grant_type: "client_credentials",
  }),
});
const { access_token: token } = z.object({ access_token: z.string() }).parse(await signIn.json());
const headers = {
  Authorization: `Bearer ${token}`,
  "X-DIGIKEY-Client-Id": clientId,
  "Content-Type": "application/json",
};
const lines = readFileSync(sourcePath, "utf8").trimEnd().split("\n");
const bodies = lines.map((line) => {
  const { pn } = z.object({ pn: z.string() }).parse(JSON.parse(line));
  return JSON.stringify({ Keywords: pn, Limit: 50, Offset: 0 });
});
const agent = new Agent({ keepAlive: true });
const limit = pLimit(maxConcurrent);

const ask = (body: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const asked = request(`${baseUrl}/products/v4/search/keyword`, { method: "POST", headers, agent });
    asked.on("error", reject);
    asked.on("response", (answer) => {
      answer.resume().on("end", () => resolve(answer.statusCode ?? 0));
    });
    asked.end(body);
  });

const cpuBefore = process.cpuUsage();
const startedAt = performance.now();
const statuses = await Promise.all(bodies.map((body) => limit(() => ask(body))));
const seconds = (performance.now() - startedAt) / 1000;
const own = process.cpuUsage(cpuBefore);
agent.destroy();
console.log(
  JSON.stringify({
    seconds,
    completed: statuses.filter((status) => status === 200).length,
    statementsPerPart: 0,
    cpuS: (own.user + own.system) / 1e6,
    serverCpuS: 0,
    peakRssMb: peakRssMb(process.pid),
  }),
);
