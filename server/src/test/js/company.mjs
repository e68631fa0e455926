// Carries out requests with the Graph client for JavaScript: one JSON object for each line, in and out, in any order.
import { createInterface } from "node:readline";
import { ClientSecretCredential } from "@azure/identity";
import { Client } from "@microsoft/microsoft-graph-client";
import { TokenCredentialAuthenticationProvider } from "@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js";

const { POSTERN_TENANT, POSTERN_CLIENT_ID, POSTERN_CLIENT_SECRET } = process.env;
const clients = new Map();

// A server that was started again has another address.
function clientAt(address) {
  if (!clients.has(address)) {
    const credential = new ClientSecretCredential(POSTERN_TENANT, POSTERN_CLIENT_ID, POSTERN_CLIENT_SECRET, {
      authorityHost: address,
      disableInstanceDiscovery: true,
    });
    const client = Client.initWithMiddleware({
      authProvider: new TokenCredentialAuthenticationProvider(credential, { scopes: ["https://graph.microsoft.com/.default"] }),
      baseUrl: `${address}/`,
      customHosts: new Set([new URL(address).hostname]),
    });
    clients.set(address, client);
  }
  return clients.get(address);
}

async function carryOut({ number, address, method, path, query, body }) {
  try {
    const request = clientAt(address).api(path).query(query);
    const value = body === undefined ? await request[method]() : await request[method](body);
    return { number, value: value ?? null };
  } catch (error) {
    return { number, status: error.statusCode ?? 0, error: `${error.code} ${error.message}` };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  carryOut(JSON.parse(line)).then((response) => console.log(JSON.stringify(response)));
}
