import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { type SignInOptions, signIn } from "../../../src/extract/bigquery/sign-in.ts";
import { fileWith } from "../part-files.ts";

const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2_048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});
const key = {
  type: "service_account",
  client_email: "parts@demo-project.iam.gserviceaccount.com",
  private_key: privateKey,
  private_key_id: "1",
  project_id: "demo-project",
};
const provider = "projects/1/locations/global/workloadIdentityPools/pool/providers/tasks";

function signedIn(options: Partial<SignInOptions>) {
  return signIn({
    credentials: null,
    keyFile: null,
    workloadIdentityProvider: null,
    getOidcToken: undefined,
    apiEndpoint: "https://bigquery.googleapis.com",
    ...options,
  });
}

beforeEach(() => {
  // Nothing of this machine's own credentials, and no look for a metadata server on the network.
  vi.stubEnv("METADATA_SERVER_DETECTION", "none");
  vi.stubEnv("CLOUDSDK_CONFIG", "/nowhere");
  vi.stubEnv("HOME", "/nowhere");
  vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", "");
});
afterEach(() => vi.unstubAllEnvs());

describe("a service account's key", () => {
  it.each([
    ["JSON", JSON.stringify(key)],
    ["JSON over several lines", JSON.stringify(key, null, 2)],
    ["base64", Buffer.from(JSON.stringify(key)).toString("base64")],
    ["JSON whose line breaks were escaped twice", JSON.stringify(key).replaceAll("\\n", "\\\\n")],
  ])("is taken from a variable as %s", async (_, credentials) => {
    const { authClient, description, project } = await signedIn({ credentials });

    expect(authClient).toMatchObject({ email: key.client_email, key: privateKey });
    expect(description).toBe("BIGQUERY_CREDENTIALS");
    expect(project).toBe("demo-project");
  });

  it.each([
    [
      "not a key",
      "BIGQUERY_CREDENTIALS holds neither JSON nor base64 of JSON: give the JSON that Google Cloud made",
    ],
    [
      "{}",
      "BIGQUERY_CREDENTIALS is no key of a service account (missing or wrong: type, client_email, private_key)",
    ],
    [
      JSON.stringify({ ...key, private_key: "-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----\n" }),
      "(missing or wrong: private_key)",
    ],
    ["W10=", "BIGQUERY_CREDENTIALS holds no JSON object: give"],
  ])("that is wrong is refused naming the variable, and not shown", async (credentials, words) => {
    const refusal = signedIn({ credentials });

    await expect(refusal).rejects.toMatchObject({ name: "UserError", exitCode: 2 });
    await expect(refusal).rejects.toThrow(words);
  });

  it("is taken from a file", async () => {
    const keyFile = await fileWith("key.json", JSON.stringify(key));

    const { authClient, description } = await signedIn({ keyFile });

    expect(authClient).toMatchObject({ email: key.client_email });
    expect(description).toBe(`GOOGLE_APPLICATION_CREDENTIALS (${keyFile})`);
  });

  it("whose file is missing or no key is refused naming the variable and the file", async () => {
    await expect(signedIn({ keyFile: "/nowhere/key.json" })).rejects.toThrow(
      "GOOGLE_APPLICATION_CREDENTIALS (/nowhere/key.json) cannot be read (ENOENT): name an existing file.",
    );
    const keyFile = await fileWith("key.json", "{}");
    await expect(signedIn({ keyFile })).rejects.toThrow(`(${keyFile}) is no key of a service account`);
  });
});

describe("other credentials", () => {
  it("of a person who signed in are taken from a file too", async () => {
    const person = {
      type: "authorized_user",
      client_id: "id",
      client_secret: "secret",
      refresh_token: "token",
    };
    const keyFile = await fileWith("person.json", JSON.stringify(person));

    const { authClient } = await signedIn({ keyFile });

    expect(authClient).toMatchObject({ credentials: { refresh_token: "token" } });
  });

  it("of an unknown sort are refused", async () => {
    const keyFile = await fileWith("odd.json", '{ "type": "odd" }');

    await expect(signedIn({ keyFile })).rejects.toThrow(
      `(${keyFile}) is no key of a service account (missing or wrong: type`,
    );
  });

  it("are not needed for an emulator on this machine", async () => {
    const { authClient } = await signedIn({ apiEndpoint: "http://127.0.0.1:9050" });

    expect([...(await authClient.getRequestHeaders())]).toEqual([]);
  });

  it("that are nowhere are asked for before anything is sent", async () => {
    await expect(signedIn({})).rejects.toMatchObject({
      exitCode: 2,
      message:
        "BigQuery needs credentials, and there are none: set BIGQUERY_CREDENTIALS or GOOGLE_APPLICATION_CREDENTIALS, or sign in with `gcloud auth application-default login`.",
    });
  });
});

describe("workload identity", () => {
  it("exchanges the platform's token for one of Google's, once", async () => {
    const exchanges: URLSearchParams[] = [];
    const exchange = createServer((request, response) => {
      void text(request).then((body) => {
        exchanges.push(new URLSearchParams(body));
        response.setHeader("content-type", "application/json");
        response.end(
          JSON.stringify({
            access_token: "google-token",
            issued_token_type: "urn:ietf:params:oauth:token-type:access_token",
            token_type: "Bearer",
            expires_in: 3_600,
          }),
        );
      });
    }).listen(0, "127.0.0.1");
    await once(exchange, "listening");
    onTestFinished(() => {
      exchange.closeAllConnections();
      exchange.close();
    });
    const address = exchange.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const audiences: string[] = [];

    const { authClient } = await signedIn({
      workloadIdentityProvider: provider,
      getOidcToken: (audience) => {
        audiences.push(audience);
        return Promise.resolve("platform-token");
      },
      tokenExchangeUrl: `http://127.0.0.1:${port}/v1/token`,
    });
    for (let call = 0; call < 2; call += 1) {
      expect((await authClient.getRequestHeaders()).get("authorization")).toBe("Bearer google-token");
    }

    expect(audiences).toEqual([`https://iam.googleapis.com/${provider}`]);
    expect(exchanges.map((exchanged) => [exchanged.get("audience"), exchanged.get("subject_token")])).toEqual(
      [[`//iam.googleapis.com/${provider}`, "platform-token"]],
    );
  });

  it("is refused where nothing issues tokens, and beside a key", async () => {
    await expect(signedIn({ workloadIdentityProvider: provider })).rejects.toThrow(
      "BIGQUERY_WORKLOAD_IDENTITY_PROVIDER is set, but nothing here issues identity tokens",
    );
    await expect(
      signedIn({ workloadIdentityProvider: provider, credentials: JSON.stringify(key) }),
    ).rejects.toThrow(
      "BIGQUERY_CREDENTIALS and BIGQUERY_WORKLOAD_IDENTITY_PROVIDER are both set: unset one of them.",
    );
  });
});
