package dev.postern.login;

import dev.postern.directory.DirectoryFailure;
import dev.postern.directory.ServicePrincipal;
import dev.postern.http.Handler;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.store.StoreException;
import dev.postern.token.EndpointHeader;
import dev.postern.token.IssuedToken;
import dev.postern.token.LoginFailure;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The managed identity endpoint of App Service. The header that the platform gave to a workload identifies and authenticates its identity.
 * Supports the current version (2019-08-01) and the previous one (2017-09-01: header {@code secret}, times as dates).
 */
final class AppServiceHandler implements Handler {
    private static final Logger LOG = LoggerFactory.getLogger(AppServiceHandler.class);
    private static final String CURRENT = "2019-08-01";
    private static final String OLD = "2017-09-01";
    /** The form of Linux hosts, because the az client reads no other. Windows hosts write {@code 11/26/2026 1:57:09 PM +00:00}. */
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "MM/dd/yyyy HH:mm:ss '+00:00'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final ManagedIdentityTokens tokens;

    AppServiceHandler(Login login) {
        this.tokens = new ManagedIdentityTokens(login);
    }

    @Override
    public Response handle(Request request) {
        LoginRequest exchange = LoginRequest.of(request);
        try {
            return respond(request, exchange);
        } catch (LoginFailure e) {
            return TokenResponses.waiting(
                    error(e.error().status(), "AADSTS" + e.error().code() + ": " + e.text(), exchange), e);
        } catch (DirectoryFailure.NotCurrent | StoreException e) {
            LOG.warn("No token can be issued at the moment: {}", e.toString());
            return error(503, "A transient error has occurred. Please try again.", exchange)
                    .with("Retry-After", "5");
        }
    }

    private Response respond(Request request, LoginRequest exchange) {
        Form query = Form.ofQuery(request);
        String version = query.get("api-version");
        if (!CURRENT.equals(version) && !OLD.equals(version)) {
            String what = version == null
                    ? "The query parameter 'api-version' is missing."
                    : "The 'api-version' " + Form.shortened(version) + " is not supported.";
            return error(400, what + " It must be " + CURRENT + " or " + OLD + ".", exchange);
        }
        boolean old = OLD.equals(version);
        String sent = request.header(old ? "secret" : "X-IDENTITY-HEADER").orElse(null);
        EndpointHeader header = sent == null ? null : EndpointHeader.parse(sent);
        ServicePrincipal principal = header == null ? null : tokens.authenticate(header, exchange);
        if (header == null || principal == null) {
            return error(401, "The identity header is missing or not valid.", exchange);
        }
        String resource = query.get("resource");
        if (resource == null) {
            return error(400, "The query parameter 'resource' is missing.", exchange);
        }
        if (!Selector.selects(query, principal)) {
            return error(400, "No Managed Identity found for specified ClientId/ResourceId/PrincipalId.", exchange);
        }
        IssuedToken token = tokens.issue(header.tenant(), principal, resource, exchange);
        return TokenResponses.secret(200, body(token, principal, old), exchange);
    }

    private static ObjectNode body(IssuedToken token, ServicePrincipal principal, boolean old) {
        ObjectNode body = TokenResponses.object();
        body.put("access_token", token.text());
        body.put("client_id", principal.appId().toString());
        body.put(
                "expires_on",
                old
                        ? DATE.format(token.expires())
                        : String.valueOf(token.expires().getEpochSecond()));
        if (!old) {
            body.put("not_before", String.valueOf(token.notBefore().getEpochSecond()));
        }
        body.put("resource", token.audience());
        body.put("token_type", "Bearer");
        return body;
    }

    private static Response error(int status, String message, LoginRequest exchange) {
        ObjectNode body = TokenResponses.object();
        body.put("statusCode", status);
        body.put("message", message);
        body.put("correlationId", exchange.correlation());
        return TokenResponses.secret(status, body, exchange);
    }
}
