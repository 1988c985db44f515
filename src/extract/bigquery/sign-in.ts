import { readFile } from "node:fs/promises";
import type { AuthClient } from "google-auth-library";
import { exitCodes, UserError } from "../../domain/fault.ts";
import { serviceAccount } from "./service-account.ts";

/** Asks the platform that runs this process for a token that proves which task it is. */
export type GetOidcToken = (audience: string) => Promise<string>;

export interface SignInOptions {
  /** Key of a service account, as JSON or base64 of it. */
  readonly credentials: string | null;
  readonly keyFile: string | null;
  /** `projects/…/providers/…` */
  readonly workloadIdentityProvider: string | null;
  /** Undefined where the platform has no such tokens. */
  readonly getOidcToken: GetOidcToken | undefined;
  readonly apiEndpoint: string;
  /** Google's token exchange, or a test's. */
  readonly tokenExchangeUrl?: string;
}

export interface SignIn {
  readonly authClient: AuthClient;
  /** Where the credentials came from. */
  readonly description: string;
  /** The project they belong to, where they say. */
  readonly project: string | null;
}

const scopes = ["https://www.googleapis.com/auth/bigquery"];

/**
 * The credentials for BigQuery: those of the configuration, else Google's application default. Which credentials
 * there are is found out here, because without any the client library asks anonymously.
 *
 * @throws {UserError} naming the variable of what is missing or wrong.
 */
export async function signIn(options: SignInOptions): Promise<SignIn> {
  const { credentials, keyFile, workloadIdentityProvider } = options;
  const given = [
    ...(credentials === null ? [] : ["BIGQUERY_CREDENTIALS"]),
    ...(workloadIdentityProvider === null ? [] : ["BIGQUERY_WORKLOAD_IDENTITY_PROVIDER"]),
  ];
  if (given.length > 1) throw usage(`${given.join(" and ")} are both set: unset one of them.`);
  if (credentials !== null) return withKey(credentials, "BIGQUERY_CREDENTIALS");
  if (workloadIdentityProvider !== null) return withPlatform(workloadIdentityProvider, options);
  if (keyFile !== null) return withKeyFile(keyFile);
  if (options.apiEndpoint.startsWith("http://")) return anonymous();
  return applicationDefault();
}

async function withKey(text: string, place: string): Promise<SignIn> {
  const read = serviceAccount(text);
  if (read.kind === "invalid")
    throw usage(`${place} ${read.problem}: give the JSON that Google Cloud made for the service account.`);
  const { key } = read;
  const { JWT } = await import("google-auth-library");
  return {
    authClient: new JWT({
      email: key.client_email,
      key: key.private_key,
      keyId: key.private_key_id ?? "",
      scopes,
    }),
    description: place,
    project: key.project_id ?? null,
  };
}

async function withKeyFile(path: string): Promise<SignIn> {
  const place = `GOOGLE_APPLICATION_CREDENTIALS (${path})`;
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
    throw usage(`${place} cannot be read (${code}): name an existing file.`, cause);
  });
  // Google's tools write other sorts of files too, for example for a person who signed in.
  if (
    /"type"\s*:\s*"(authorized_user|external_account(_authorized_user)?|impersonated_service_account)"/.test(
      text,
    )
  )
    return applicationDefault(path, place);
  return withKey(text, place);
}

async function withPlatform(provider: string, options: SignInOptions): Promise<SignIn> {
  const { getOidcToken, tokenExchangeUrl = "https://sts.googleapis.com/v1/token" } = options;
  if (getOidcToken === undefined) {
    throw usage(
      "BIGQUERY_WORKLOAD_IDENTITY_PROVIDER is set, but nothing here issues identity tokens as a deployed task has them: set BIGQUERY_CREDENTIALS or GOOGLE_APPLICATION_CREDENTIALS on this machine.",
    );
  }
  const { IdentityPoolClient } = await import("google-auth-library");
  const authClient = new IdentityPoolClient({
    type: "external_account",
    audience: `//iam.googleapis.com/${provider}`,
    subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
    token_url: tokenExchangeUrl,
    // The token itself carries the audience that the provider allows, which has a scheme.
    subject_token_supplier: { getSubjectToken: () => getOidcToken(`https://iam.googleapis.com/${provider}`) },
    scopes,
  });
  return { authClient, description: "BIGQUERY_WORKLOAD_IDENTITY_PROVIDER", project: null };
}

async function anonymous(): Promise<SignIn> {
  const { PassThroughClient } = await import("google-auth-library");
  return { authClient: new PassThroughClient(), description: "nobody, as emulators want it", project: null };
}

async function applicationDefault(keyFilename?: string, place = "the application default"): Promise<SignIn> {
  const { GoogleAuth } = await import("google-auth-library");
  const auth = new GoogleAuth({ scopes, ...(keyFilename !== undefined && { keyFilename }) });
  const authClient = await auth.getClient().catch((cause: unknown) => {
    throw usage(
      keyFilename === undefined
        ? "BigQuery needs credentials, and there are none: set BIGQUERY_CREDENTIALS or GOOGLE_APPLICATION_CREDENTIALS, or sign in with `gcloud auth application-default login`."
        : `${place} holds no credentials that can be used: name the file of a service account's key.`,
      cause,
    );
  });
  return {
    authClient,
    description: place,
    project: authClient.quotaProjectId ?? authClient.projectId ?? null,
  };
}

function usage(message: string, cause?: unknown): UserError {
  return new UserError(exitCodes.usage, message, { cause });
}
