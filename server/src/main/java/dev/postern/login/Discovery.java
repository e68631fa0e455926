package dev.postern.login;

import dev.postern.directory.Tenant;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.token.LoginError;
import dev.postern.token.LoginFailure;
import dev.postern.token.TokenIssuer;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The discovery documents, in both versions. All URLs in them use the address under which the server was called. */
final class Discovery {
    private final Login login;

    Discovery(Login login) {
        this.login = login;
    }

    Response first(Request request) {
        return document(request, TokenEndpoint.Version.V1);
    }

    Response second(Request request) {
        return document(request, TokenEndpoint.Version.V2);
    }

    private Response document(Request request, TokenEndpoint.Version version) {
        try {
            return TokenResponses.document(
                    switch (version) {
                        case V1 -> body(request, "/oauth2", "/discovery/keys", version);
                        case V2 -> body(request, "/oauth2/v2.0", "/discovery/v2.0/keys", version);
                    });
        } catch (LoginFailure e) {
            return TokenResponses.failure(
                    e, LoginRequest.of(request), login.clock().instant());
        }
    }

    /** Returns the issuer of a version; {@code tenant} is an id or a placeholder for any tenant. */
    static String issuer(Request request, String tenant, TokenEndpoint.Version version) {
        return switch (version) {
            case V1 -> TokenIssuer.issuer(tenant);
            case V2 -> request.base() + "/" + tenant + "/v2.0";
        };
    }

    private ObjectNode body(Request request, String oauth, String keys, TokenEndpoint.Version version) {
        boolean any = TenantPath.isWord(request);
        String tenant = any
                ? TenantPath.name(request)
                : idOf(TenantPath.tenant(login.directory(), request, LoginError.UNKNOWN_TENANT_DISCOVERY));
        String root = request.base() + "/" + tenant;
        ObjectNode body = TokenResponses.object();
        body.put("token_endpoint", root + oauth + "/token");
        list(
                body,
                "token_endpoint_auth_methods_supported",
                List.of("client_secret_post", "private_key_jwt", "client_secret_basic"));
        body.put("jwks_uri", (version == TokenEndpoint.Version.V1 ? request.base() + "/common" : root) + keys);
        list(body, "response_modes_supported", List.of("query", "fragment", "form_post"));
        list(body, "subject_types_supported", List.of("pairwise"));
        list(body, "id_token_signing_alg_values_supported", List.of("RS256"));
        list(body, "response_types_supported", List.of("code", "id_token", "code id_token", "id_token token"));
        list(body, "scopes_supported", List.of("openid", "profile", "email", "offline_access"));
        body.put("issuer", issuer(request, any ? "{tenantid}" : tenant, version));
        body.put("request_uri_parameter_supported", false);
        body.put("userinfo_endpoint", request.base() + "/oidc/userinfo");
        body.put("authorization_endpoint", root + oauth + "/authorize");
        body.put("device_authorization_endpoint", root + oauth + "/devicecode");
        body.put("http_logout_supported", true);
        body.put("frontchannel_logout_supported", true);
        body.put("end_session_endpoint", root + oauth + "/logout");
        list(
                body,
                "claims_supported",
                List.of("sub", "iss", "aud", "exp", "iat", "nbf", "tid", "oid", "appid", "azp", "roles", "uti", "ver"));
        body.put("kerberos_endpoint", root + "/kerberos");
        body.putNull("tenant_region_scope");
        body.put("cloud_instance_name", request.base().getHost());
        body.put("cloud_graph_host_name", request.base().getAuthority());
        body.put("msgraph_host", request.base().getAuthority());
        body.put("rbac_url", request.base().toString());
        return body;
    }

    private static String idOf(Tenant tenant) {
        return tenant.id().toString();
    }

    private static void list(ObjectNode body, String name, List<String> values) {
        ArrayNode array = body.putArray(name);
        values.forEach(array::add);
    }
}
