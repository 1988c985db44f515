import { environmentConfig } from "../../config/environment-config.ts";

/** The settings that schedules, queues and retries are declared with, when the tasks are indexed and when they run. */
export const workerConfig = environmentConfig().values;
