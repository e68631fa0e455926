// A credential of @azure/identity with a certificate, whose tokens live for 30 seconds. It signs one assertion, caches it for minutes,
// and sends it again for every new token. The clock of this process is put forward instead of waiting.
import { ClientCertificateCredential } from "@azure/identity";

const { POSTERN, POSTERN_TENANT, POSTERN_CLIENT_ID, POSTERN_PEM } = process.env;
const SCOPE = "https://graph.microsoft.com/.default";

let ahead = 0;
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length === 0) {
      super(RealDate.now() + ahead);
    } else {
      super(...given);
    }
  }
  static now() {
    return RealDate.now() + ahead;
  }
};

// Counts the assertions that leave this process, and how many of them differ.
const sent = [];
const assertions = {
  name: "assertions",
  sendRequest(request, next) {
    const assertion = new URLSearchParams(request.body ?? "").get("client_assertion");
    if (assertion) {
      sent.push(assertion);
    }
    return next(request);
  },
};

const credential = new ClientCertificateCredential(POSTERN_TENANT, POSTERN_CLIENT_ID, { certificatePath: POSTERN_PEM }, {
  authorityHost: POSTERN,
  disableInstanceDiscovery: true,
  additionalPolicies: [{ policy: assertions, position: "perCall" }],
});

async function token(options) {
  try {
    return (await credential.getToken(SCOPE, options)).token;
  } catch (error) {
    return `failed: ${error.message}`;
  }
}

const tokens = [await token()];
ahead += 40_000;
tokens.push(await token());
ahead += 40_000;
tokens.push(await token({ claims: JSON.stringify({ access_token: { nbf: { essential: true, value: "1" } } }) }));

const failures = tokens.filter((one) => one.startsWith("failed"));
console.log(JSON.stringify({ failures, tokens: new Set(tokens).size, requests: sent.length, assertions: new Set(sent).size }));
