import type { ParameterTable } from "./parameter-table.ts";
import {
  apiUrl,
  choice,
  columnMapping,
  number,
  optionalPath,
  optionalPattern,
  optionalText,
  wholeNumber,
} from "./value-kind.ts";

/** Settings of the table of parts that go beyond naming a file: its columns, its age, and BigQuery. */
export const sourceParameters = {
  sourceColumns: {
    kind: columnMapping,
    default: null,
    env: ["WORKFLOW_SOURCE_COLUMNS"],
    doc: "Source columns named otherwise than ours, such as pn=mpn, score=ranking.value; in the file also an object.",
  },
  sourceMaxAgeHours: {
    kind: wholeNumber(0, 87_600),
    default: 0,
    env: ["WORKFLOW_SOURCE_MAX_AGE_HOURS"],
    doc: "Hours after its last change from which a source counts as stale; 0 is never.",
  },
  sourceStaleAction: {
    kind: choice(["warn", "stop"]),
    default: "warn",
    env: ["WORKFLOW_SOURCE_STALE_ACTION"],
    doc: "What a run does when its source is stale.",
  },
  bigqueryTable: {
    kind: optionalPattern(
      /^(?:[a-z][a-z0-9-]{4,28}[a-z0-9]\.)?[A-Za-z0-9_]{1,1024}\.[A-Za-z0-9_-]{1,1024}$/,
      "project.dataset.table or dataset.table",
    ),
    default: null,
    env: ["BIGQUERY_TABLE"],
    doc: "Table or view with the parts, as project.dataset.table or dataset.table, in place of a file.",
  },
  bigqueryProject: {
    kind: optionalPattern(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/, "the id of a Google Cloud project"),
    default: null,
    env: ["BIGQUERY_PROJECT"],
    doc: "Project that runs and pays for the queries; without it, the table's, else that of the credentials.",
  },
  bigqueryLocation: {
    kind: optionalPattern(/^[A-Za-z][A-Za-z0-9-]{1,39}$/, "a location of BigQuery such as EU or us-east1"),
    default: null,
    env: ["BIGQUERY_LOCATION"],
    doc: "Location in which queries may run; a table that lies elsewhere is refused.",
  },
  bigqueryCredentials: {
    kind: optionalText,
    default: null,
    env: ["BIGQUERY_CREDENTIALS"],
    isSecret: true,
    doc: "Key of a service account: the JSON itself, or the same in base64.",
  },
  bigqueryKeyFile: {
    kind: optionalPath,
    default: null,
    env: ["GOOGLE_APPLICATION_CREDENTIALS"],
    doc: "File with the key of a service account, or another credential file of Google's.",
  },
  bigqueryWorkloadIdentityProvider: {
    kind: optionalPattern(
      /^projects\/\d+\/locations\/global\/workloadIdentityPools\/[a-z0-9-]+\/providers\/[a-z0-9-]+$/,
      "projects/NUMBER/locations/global/workloadIdentityPools/POOL/providers/PROVIDER",
    ),
    default: null,
    env: ["BIGQUERY_WORKLOAD_IDENTITY_PROVIDER"],
    doc: "Workload identity provider to sign in with, where the platform that runs the task issues tokens.",
  },
  bigqueryMaxBytesBilled: {
    kind: wholeNumber(10_485_760, 1_125_899_906_842_624),
    default: 107_374_182_400,
    env: ["BIGQUERY_MAX_BYTES_BILLED"],
    doc: "Bytes that one query may bill at most; a larger one is refused before it runs.",
  },
  bigqueryUsdPerTib: {
    kind: number(0, 1000),
    default: 6.25,
    env: ["BIGQUERY_USD_PER_TIB"],
    doc: "Price of a TiB in an estimate; the default is the on-demand price in the US in November 2026.",
  },
  bigqueryApiEndpoint: {
    kind: apiUrl,
    default: "https://bigquery.googleapis.com",
    env: ["BIGQUERY_API_ENDPOINT"],
    doc: "Address of BigQuery's API; an emulator on this machine is asked without signing in.",
  },
} satisfies ParameterTable;
