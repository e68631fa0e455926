package dev.postern.management;

import dev.postern.directory.DirectoryFailure;
import dev.postern.directory.ServicePrincipal;
import dev.postern.gate.DirectoryOpening;
import dev.postern.gate.DirectoryReader;
import dev.postern.gate.DirectoryWriter;
import dev.postern.gate.Gate;
import dev.postern.http.BodyTooLarge;
import dev.postern.http.Json;
import dev.postern.http.MalformedJson;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.http.RouteAdder;
import dev.postern.token.ClientProof;
import dev.postern.token.IssuedToken;
import dev.postern.token.TokenIssuer;
import dev.postern.token.TokenTarget;
import java.security.SecureRandom;
import java.time.InstantSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Managed identities: {@code POST /postern/identities} with {@code {"name":"..."}} creates one, {@code GET /postern/identities/{name}}
 * shows it, {@code POST /postern/identities/{name}/tokens} with {@code {"resource":"..."}} issues a token for it, for a local endpoint that
 * replaces that of a machine. The header for the App Service endpoint is returned once, on creation. Thread-safe.
 */
public final class Identities {
    private static final int MAX_BODY_BYTES = 16 * 1024;
    private static final JsonMapper JSON = JsonMapper.shared();
    private final ManagementGate gate;
    private final TokenIssuer issuer;
    private final InstantSource clock;
    private final SecureRandom random;

    public Identities(Gate gate, TokenIssuer issuer, InstantSource clock, SecureRandom random) {
        this.gate = new ManagementGate(gate);
        this.issuer = issuer;
        this.clock = clock;
        this.random = random;
    }

    /** Adds the routes. */
    public void addTo(RouteAdder routes) {
        gate.add(routes, "POST", "/postern/identities", DirectoryOpening.DIRECTORY_WRITE, this::create);
        gate.add(routes, "GET", "/postern/identities/{name}", DirectoryOpening.DIRECTORY_READ, Identities::show);
        gate.add(routes, "POST", "/postern/identities/{name}/tokens", DirectoryOpening.DIRECTORY_READ, this::token);
    }

    private Response create(DirectoryWriter directory, Request request) {
        IdentityMade made = IdentityChange.create(directory, text(request, "name"), clock.instant(), random);
        return ManagementGate.json(201, made.json(request.base()));
    }

    private static Response show(DirectoryReader directory, Request request) {
        ServicePrincipal identity = identity(request, directory);
        return ManagementGate.json(
                200,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("appId", identity.appId().toString())
                        .put("principalId", identity.id().toString())
                        .put("resourceId", IdentityChange.resource(directory.snapshot(), identity.displayName())));
    }

    /** A caller that may create an identity may also act as it, so this adds no privilege. */
    private Response token(DirectoryReader directory, Request request) {
        ServicePrincipal identity = identity(request, directory);
        if (!identity.accountEnabled()) {
            throw new DirectoryFailure.Invalid("The managed identity is disabled.");
        }
        TokenTarget target = issuer.target(directory.snapshot(), text(request, "resource"));
        IssuedToken token =
                issuer.issue(directory.snapshot(), identity, ClientProof.MANAGED_IDENTITY, target, request.base());
        return ManagementGate.json(200, IdentityToken.json(identity, token));
    }

    private static ServicePrincipal identity(Request request, DirectoryReader directory) {
        String name = request.segments().get(2);
        return IdentityChange.find(directory.snapshot(), name).orElseThrow(() -> new DirectoryFailure.NotFound(name));
    }

    private static String text(Request request, String member) {
        JsonNode body;
        try {
            byte[] content = request.body(MAX_BODY_BYTES);
            Json.reserve(content, request.memory());
            body = JSON.readTree(content);
        } catch (JacksonException | MalformedJson e) {
            throw new DirectoryFailure.Invalid("The body is not valid JSON.");
        } catch (BodyTooLarge e) {
            throw new DirectoryFailure.Invalid("The body is larger than " + e.limit() + " bytes.");
        }
        JsonNode value = body.get(member);
        if (value == null || !value.isString() || body.size() != 1) {
            throw new DirectoryFailure.Invalid("The body must be {\"" + member + "\":\"...\"}.");
        }
        return value.stringValue();
    }
}
