"""MSAL for Python and azure-identity for Python, unchanged, request tokens for the address of the server and call Graph with them.

Settings come in the environment; the outcome is one JSON object on standard output.
"""

import json
import os
import socket

import msal
import requests
from azure.identity import CertificateCredential, ClientSecretCredential, EnvironmentCredential, ManagedIdentityCredential

own = os.environ["POSTERN"]
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


def by_msal(credential):
    application = msal.ConfidentialClientApplication(
        client, authority="%s/%s" % (own, tenant), client_credential=credential, instance_discovery=False
    )

    def get(scope):
        result = application.acquire_token_for_client([scope])
        if "access_token" not in result:
            raise RuntimeError(result["error_description"])
        return result["access_token"]

    return get


def azure(credential):
    return lambda scope: credential.get_token(scope).token


def app_service():
    os.environ["IDENTITY_ENDPOINT"] = os.environ["POSTERN_IDENTITY_ENDPOINT"]
    os.environ["IDENTITY_HEADER"] = os.environ["POSTERN_IDENTITY_HEADER"]
    try:
        return azure(ManagedIdentityCredential())
    finally:
        del os.environ["IDENTITY_ENDPOINT"], os.environ["IDENTITY_HEADER"]


def of_environment():
    values = {
        "AZURE_AUTHORITY_HOST": own,
        "AZURE_TENANT_ID": tenant,
        "AZURE_CLIENT_ID": client,
        "AZURE_CLIENT_SECRET": secret,
    }
    os.environ.update(values)
    try:
        return azure(EnvironmentCredential(**host))
    finally:
        for name in values:
            del os.environ[name]


with open(pem) as file:
    key = file.read()
# The name of the option differs between versions of azure-identity.
host = {"authority": own, "disable_instance_discovery": True, "instance_discovery": False}
sources = {
    "msal secret": by_msal(secret),
    "msal certificate": by_msal({"thumbprint": os.environ["POSTERN_THUMBPRINT"], "private_key": key}),
    "azure secret": azure(ClientSecretCredential(tenant, client, secret, **host)),
    "azure certificate": azure(CertificateCredential(tenant, client, pem, **host)),
    "azure environment": of_environment(),
    "app service": app_service(),
    "metadata service": azure(ManagedIdentityCredential()),
}


def outcome(get, scope):
    try:
        token = get(scope)
    except Exception as error:  # the outcome names whatever the library raises
        return "refused: %s" % error
    answer = requests.get(own + "/v1.0/users", headers={"Authorization": "Bearer " + token})
    return "status %d" % answer.status_code


scopes = {"own": own + "/.default", "slash": own + "//.default", "foreign": "https://localhost:1/.default"}
print(json.dumps({name: {kind: outcome(get, scope) for kind, scope in scopes.items()} for name, get in sources.items()}))
