package dev.postern.login;

import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.directory.DirectoryFailure;
import dev.postern.directory.ServicePrincipal;
import dev.postern.http.Handler;
import dev.postern.http.MachineCaller;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.query.Folding;
import dev.postern.store.StoreException;
import dev.postern.token.IssuedToken;
import dev.postern.token.LoginFailure;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The metadata endpoint of a virtual machine with exactly one identity. It must have its own listener on loopback:
 * every local process that can reach it gets tokens of that identity. Only callers on this machine are served, with the protocol's host or a
 * loopback name with the port. It never returns 404, because clients retry a 404 for many seconds.
 */
public final class ImdsHandler implements Handler {
    private static final Logger LOG = LoggerFactory.getLogger(ImdsHandler.class);
    private static final List<String> PATH = List.of("metadata", "identity", "oauth2", "token");
    private static final Pattern VERSION = Pattern.compile("20\\d\\d-\\d\\d-\\d\\d");

    private final ManagedIdentityTokens tokens;
    private final TenantId tenant;
    private final ObjectId identity;
    private final IntSupplier port;

    /** @param port the port of its listener; read at every use */
    public ImdsHandler(Login login, TenantId tenant, ObjectId identity, IntSupplier port) {
        this.port = port;
        this.tokens = new ManagedIdentityTokens(login);
        this.tenant = tenant;
        this.identity = identity;
    }

    @Override
    public Response handle(Request request) {
        LoginRequest exchange = LoginRequest.of(request);
        try {
            return respond(request, exchange);
        } catch (LoginFailure e) {
            Response answer = error(
                    e.error().status(),
                    e.error().oauthError(),
                    "AADSTS" + e.error().code() + ": " + e.text(),
                    exchange);
            return TokenResponses.waiting(answer, e);
        } catch (DirectoryFailure.NotCurrent | StoreException e) {
            LOG.warn("No token can be issued at the moment: {}", e.toString());
            return error(503, "temporarily_unavailable", "A transient error has occurred. Please try again.", exchange)
                    .with("Retry-After", "5");
        }
    }

    private Response respond(Request request, LoginRequest exchange) {
        List<String> path = request.segments().stream()
                .map(segment -> Folding.lower(segment))
                .toList();
        if (!MachineCaller.isLocal(request.peer())) {
            return error(403, "forbidden", "Only callers on this machine are served", exchange);
        }
        if (!MachineCaller.isAddressed(request.headers("Host"), port.getAsInt())) {
            return error(400, "invalid_request", "The Host header does not name this endpoint", exchange);
        }
        if (!path.equals(PATH)) {
            return error(401, "unknown_source", "Unknown Source " + request.rawPath(), exchange);
        }
        request.note(Request.ROUTE, "/" + String.join("/", PATH));
        if (!request.method().equals("GET")) {
            return error(405, "invalid_request", "Only GET is supported", exchange);
        }
        // A request that came through a proxy is not from this machine.
        if (request.header("X-Forwarded-For").isPresent()) {
            return error(400, "invalid_request", "Requests with X-Forwarded-For are refused", exchange);
        }
        List<String> metadata = request.headers("Metadata");
        if (metadata.size() != 1 || !metadata.getFirst().strip().equalsIgnoreCase("true")) {
            return error(400, "invalid_request", "Required metadata header not specified", exchange);
        }
        Form query = Form.ofQuery(request);
        String version = query.get("api-version");
        if (version == null) {
            return error(400, "invalid_request", "Required query variable 'api-version' is missing", exchange);
        }
        if (!VERSION.matcher(version).matches()) {
            return error(
                    400,
                    "invalid_request",
                    "The 'api-version' " + Form.shortened(version)
                            + " is not supported. It must be a date such as 2018-02-01",
                    exchange);
        }
        String resource = query.get("resource");
        if (resource == null) {
            return error(400, "invalid_request", "Required query variable 'resource' is missing", exchange);
        }
        ServicePrincipal principal = tokens.find(tenant, identity);
        if (principal == null || !Selector.selects(query, principal)) {
            return error(400, "invalid_request", "Identity not found", exchange);
        }
        IssuedToken token = tokens.issue(tenant, principal, resource, exchange);
        return TokenResponses.secret(200, body(token, principal), exchange);
    }

    private static ObjectNode body(IssuedToken token, ServicePrincipal principal) {
        String seconds = String.valueOf(token.seconds());
        ObjectNode body = TokenResponses.object();
        body.put("access_token", token.text());
        body.put("client_id", principal.appId().toString());
        body.put("expires_in", seconds);
        body.put("expires_on", String.valueOf(token.expires().getEpochSecond()));
        body.put("ext_expires_in", seconds);
        body.put("not_before", String.valueOf(token.notBefore().getEpochSecond()));
        body.put("resource", token.audience());
        body.put("token_type", "Bearer");
        return body;
    }

    private static Response error(int status, String error, String description, LoginRequest exchange) {
        ObjectNode body = TokenResponses.object();
        body.put("error", error);
        body.put("error_description", description);
        return TokenResponses.secret(status, body, exchange);
    }
}
