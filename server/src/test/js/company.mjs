// Carries out requests with the Graph client for JavaScript: one JSON object for each line, in and out, in any order.
import { createInterface } from "node:readline";
import { ClientSecretCredential } from "@azure/identity";
import { Client } from "@microsoft/microsoft-graph-client";
import { TokenCredentialAuthenticationProvider } from "@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js";

const { POSTERN, POSTERN_TENANT, POSTERN_CLIENT_ID, POSTERN_CLIENT_SECRET } = process.env;
const credential = new ClientSecretCredential(POSTERN_TENANT, POSTERN_CLIENT_ID, POSTERN_CLIENT_SECRET, {
  authorityHost: POSTERN,
  disableInstanceDiscovery: true,
});
const client = Client.initWithMiddleware({
  authProvider: new TokenCredentialAuthenticationProvider(credential, { scopes: ["https://graph.microsoft.com/.default"] }),
  baseUrl: `${POSTERN}/`,
  customHosts: new Set([new URL(POSTERN).hostname]),
});

async function carryOut({ number, method, path, query, body }) {
  try {
    const request = client.api(path).query(query);
    const value = body === undefined ? await request[method]() : await request[method](body);
    return { number, value: value ?? null };
  } catch (error) {
    return { number, status: error.statusCode ?? 0, error: `${error.code} ${error.message}` };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  carryOut(JSON.parse(line)).then((response) => console.log(JSON.stringify(response)));
}
