"""MSAL for Python and azure-identity for Python, unchanged, with secret and certificate, whose tokens live for 30 seconds.

Settings come in the environment; the outcome is one JSON object on standard output. The clock of this process is put forward instead
of waiting.
"""

import json
import os
import socket
import time

import msal
from azure.identity import CertificateCredential, ClientSecretCredential

SCOPE = "https://graph.microsoft.com/.default"
CLAIMS = json.dumps({"access_token": {"nbf": {"essential": True, "value": "1"}}})

authority = os.environ["POSTERN"]
tenant = os.environ["POSTERN_TENANT"]
client = os.environ["POSTERN_CLIENT_ID"]
secret = os.environ["POSTERN_CLIENT_SECRET"]
pem = os.environ["POSTERN_PEM"]

# No library reaches a public host or a metadata address, whatever it tries.
real_lookup = socket.getaddrinfo


def lookup(host, *rest, **more):
    if host not in ("localhost", "127.0.0.1"):
        raise socket.gaierror("not looked up in this test: %s" % host)
    return real_lookup(host, *rest, **more)


socket.getaddrinfo = lookup

ahead = 0
real_time = time.time
time.time = lambda: real_time() + ahead


def attempt(action):
    try:
        return "token" if action().count(".") == 2 else "no token"
    except Exception as error:  # the outcome names whatever the library raises
        return "failed: %s" % error


def azure(credential):
    def get(**options):
        return credential.get_token(SCOPE, **options).token

    return get


def by_msal(credential):
    application = msal.ConfidentialClientApplication(
        client,
        authority="%s/%s" % (authority, tenant),
        client_credential=credential,
        instance_discovery=False,
    )

    def get(**options):
        result = application.acquire_token_for_client([SCOPE], claims_challenge=options.get("claims"))
        if "access_token" not in result:
            raise RuntimeError(result)
        return result["access_token"]

    return get


with open(pem) as file:
    key = file.read()
of_thumbprint = {"thumbprint": os.environ["POSTERN_THUMBPRINT"], "private_key": key}
with_chain = dict(of_thumbprint, public_certificate=key[key.index("-----BEGIN CERTIFICATE") :])
# The name of the option differs between versions of azure-identity.
host = {"authority": authority, "disable_instance_discovery": True, "instance_discovery": False}
credentials = {
    "azure secret": azure(ClientSecretCredential(tenant, client, secret, **host)),
    "azure certificate": azure(CertificateCredential(tenant, client, pem, **host)),
    "azure certificate chain": azure(CertificateCredential(tenant, client, pem, send_certificate_chain=True, **host)),
    "msal secret": by_msal(secret),
    "msal certificate": by_msal(of_thumbprint),
    "msal certificate chain": by_msal(with_chain),
}
tokens = {}
for name, get in credentials.items():
    tokens[name] = [attempt(get)]
    ahead += 40
    tokens[name].append(attempt(get))
    tokens[name].append(attempt(lambda: get(claims=CLAIMS)))

print(json.dumps({"tokens": tokens, "msal": msal.__version__}))
