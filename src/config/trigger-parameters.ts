import type { ParameterTable } from "./parameter-table.ts";
import { optionalPattern, webUrl } from "./value-kind.ts";

/** Where runs and replays are made when they are not made in this process. */
export const triggerParameters = {
  triggerSecretKey: {
    kind: optionalPattern(/^[!-~]+$/, "a key such as tr_prod_..., without spaces"),
    default: null,
    env: ["TRIGGER_SECRET_KEY"],
    isSecret: true,
    doc: "Secret key of a Trigger.dev environment; with it, runs and replays are made there.",
  },
  triggerApiUrl: {
    kind: webUrl,
    default: "https://api.trigger.dev",
    env: ["TRIGGER_API_URL"],
    doc: "Address of Trigger.dev's API.",
  },
} satisfies ParameterTable;
