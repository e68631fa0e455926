package dev.postern.login;

import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.token.LoginError;
import dev.postern.token.LoginFailure;
import dev.postern.token.PublishedKey;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The JWKS documents: the current signing key, the next one, and those of tokens that have not expired. */
final class KeyDocuments {
    private final Login login;

    KeyDocuments(Login login) {
        this.login = login;
    }

    Response first(Request request) {
        return document(request, TokenEndpoint.Version.V1);
    }

    Response second(Request request) {
        return document(request, TokenEndpoint.Version.V2);
    }

    private Response document(Request request, TokenEndpoint.Version version) {
        String tenant;
        try {
            tenant = TenantPath.isWord(request)
                    ? "{tenantid}"
                    : TenantPath.tenant(login.directory(), request, LoginError.UNKNOWN_TENANT_DISCOVERY)
                            .id()
                            .toString();
        } catch (LoginFailure e) {
            return TokenResponses.failure(
                    e, LoginRequest.of(request), login.clock().instant());
        }
        ObjectNode body = TokenResponses.object();
        ArrayNode keys = body.putArray("keys");
        for (PublishedKey published : login.keys().published()) {
            ObjectNode key = keys.addObject();
            key.put("kty", "RSA");
            key.put("use", "sig");
            key.put("kid", published.id());
            key.put("x5t", published.id());
            key.put("n", published.modulus());
            key.put("e", published.exponent());
            key.putArray("x5c").add(published.encodedCertificate());
            key.put("issuer", Discovery.issuer(request, tenant, version));
        }
        return TokenResponses.document(body);
    }
}
