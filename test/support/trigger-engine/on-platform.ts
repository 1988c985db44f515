import { engine } from "./engine.ts";
import type { CommandPlace } from "../in-process-cli.ts";
import type { PipelineOptions, RunFixture } from "../run-fixture.ts";
import { type ApiServer, startApiServer } from "./start-api-server.ts";
import { onTrigger } from "./trigger-pipeline.ts";

/** The workflow on the platform behind its API, and a place where command lines have a key to it. */
export async function onPlatform(
  fixture: RunFixture,
  options: PipelineOptions,
  action: (api: ApiServer, place: CommandPlace) => Promise<void>,
): Promise<void> {
  await onTrigger(fixture, options, async ({ environment }) => {
    await using api = await startApiServer();
    await action(api, { env: { ...environment, ...api.environment }, cwd: "/" });
    await engine.atRest();
  });
}
