import type { ParameterTable } from "./parameter-table.ts";
import { apiUrl, optionalText } from "./value-kind.ts";

/** How Trigger.dev is reached, where it runs the workflow. */
export const triggerParameters = {
  triggerSecretKey: {
    kind: optionalText,
    default: null,
    env: ["TRIGGER_SECRET_KEY"],
    isSecret: true,
    doc: "Key of a Trigger.dev environment; with it, `workflow run` starts the run there.",
  },
  triggerApiUrl: {
    kind: apiUrl,
    default: "https://api.trigger.dev",
    env: ["TRIGGER_API_URL"],
    doc: "Address of Trigger.dev, the cloud or your own server.",
  },
  triggerProjectRef: {
    kind: optionalText,
    default: null,
    env: ["TRIGGER_PROJECT_REF"],
    doc: "Project of Trigger.dev to which the tasks are deployed.",
  },
} satisfies ParameterTable;
