// The scenario of the README with @azure/identity and the Graph client for JavaScript, as they come from npm.
// Settings come in the environment; the outcome is one JSON object on standard output.
import { ClientSecretCredential } from "@azure/identity";
import { Client } from "@microsoft/microsoft-graph-client";
import { TokenCredentialAuthenticationProvider } from "@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js";

const { POSTERN, POSTERN_TENANT, POSTERN_CLIENT_ID, POSTERN_CLIENT_SECRET, POSTERN_MEMBER, POSTERN_OUTSIDER } = process.env;

const credential = new ClientSecretCredential(POSTERN_TENANT, POSTERN_CLIENT_ID, POSTERN_CLIENT_SECRET, {
  authorityHost: POSTERN,
  disableInstanceDiscovery: true,
});
const client = Client.initWithMiddleware({
  authProvider: new TokenCredentialAuthenticationProvider(credential, { scopes: ["https://graph.microsoft.com/.default"] }),
  baseUrl: `${POSTERN}/`,
  customHosts: new Set([new URL(POSTERN).hostname]),
});

const message = (subject) => ({
  message: {
    subject,
    body: { contentType: "Text", content: "Sent by JavaScript." },
    toRecipients: [{ emailAddress: { address: POSTERN_MEMBER } }],
  },
  saveToSentItems: "true",
});

async function attempt(action) {
  try {
    return { ok: true, value: await action() };
  } catch (error) {
    return { ok: false, status: error.statusCode, code: error.code, message: error.message };
  }
}

const subject = `From JavaScript ${Date.now()}`;
const sent = await attempt(() => client.api(`/users/${POSTERN_MEMBER}/sendMail`).post(message(subject)));
const denied = await attempt(() => client.api(`/users/${POSTERN_OUTSIDER}/sendMail`).post(message(subject)));

let arrived = null;
for (let attempts = 0; attempts < 50 && arrived === null; attempts++) {
  const page = await client
    .api(`/users/${POSTERN_MEMBER}/mailFolders/inbox/messages`)
    .select("id,subject,from")
    .top(5)
    .get();
  arrived = page.value.find((candidate) => candidate.subject === subject) ?? null;
  if (arrived === null) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
const removed = arrived === null ? null : await attempt(() => client.api(`/users/${POSTERN_MEMBER}/messages/${arrived.id}`).delete());
const gone = arrived === null ? null : await attempt(() => client.api(`/users/${POSTERN_MEMBER}/messages/${arrived.id}`).get());

console.log(JSON.stringify({ sent, denied, arrived, removed, gone }));
