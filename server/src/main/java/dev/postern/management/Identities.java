package dev.postern.management;

import dev.postern.directory.DirectoryFailure;
import dev.postern.directory.ServicePrincipal;
import dev.postern.gate.Gate;
import dev.postern.gate.OpenDirectory;
import dev.postern.gate.Operation;
import dev.postern.http.BodyTooLarge;
import dev.postern.http.Json;
import dev.postern.http.MalformedJson;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.http.RouteAdder;
import dev.postern.token.ClientProof;
import dev.postern.token.IssuedToken;
import dev.postern.token.Resource;
import dev.postern.token.TokenIssuer;
import dev.postern.token.TokenTarget;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Managed identities: {@code POST /postern/identities} with {@code {"name":"..."}} makes one, {@code GET
 * /postern/identities/{name}} shows it, {@code POST /postern/identities/{name}/tokens} with {@code {"resource":"..."}} gives a token of
 * it, for a local endpoint that stands in for a machine's. The header of its App Service endpoint is told once, by the first.
 * Thread-safe.
 */
public final class Identities {
    private static final Set<String> PERMISSIONS = Set.of("Identity.ReadWrite.All");
    private static final int LONGEST_BODY = 16 * 1024;
    private static final JsonMapper JSON = JsonMapper.shared();
    private final ManagementGate door;
    private final TokenIssuer issuer;
    private final InstantSource clock;
    private final SecureRandom random;

    public Identities(Gate gate, TokenIssuer issuer, InstantSource clock, SecureRandom random) {
        this.door = new ManagementGate(gate);
        this.issuer = issuer;
        this.clock = clock;
        this.random = random;
    }

    /** Adds the paths under which it answers. */
    public void addTo(RouteAdder routes) {
        routes.add("POST", "/postern/identities", this::create);
        routes.add("GET", "/postern/identities/{name}", this::show);
        routes.add("POST", "/postern/identities/{name}/tokens", this::token);
    }

    private Response create(Request request) {
        return ManagementGate.answered(() -> {
            OpenDirectory directory = open(request, "POST /postern/identities", true);
            IdentityMade made = IdentityChange.create(directory, text(request, "name"), clock.instant(), random);
            return ManagementGate.json(201, made.json(request.base()));
        });
    }

    private Response show(Request request) {
        return ManagementGate.answered(() -> {
            OpenDirectory directory = open(request, "GET /postern/identities/{name}", false);
            ServicePrincipal identity = identity(request, directory);
            return ManagementGate.json(
                    200,
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("appId", identity.appId().toString())
                            .put("principalId", identity.id().toString())
                            .put("resourceId", IdentityChange.resource(directory.snapshot(), identity.displayName())));
        });
    }

    /** Who may create an identity may as well speak for it; so nobody gains anything by this. */
    private Response token(Request request) {
        return ManagementGate.answered(() -> {
            OpenDirectory directory = open(request, "POST /postern/identities/{name}/tokens", false);
            ServicePrincipal identity = identity(request, directory);
            if (!identity.accountEnabled()) {
                throw new DirectoryFailure.Invalid("accountEnabled", "The managed identity is disabled.");
            }
            TokenTarget target = TokenTarget.of(directory.snapshot(), text(request, "resource"));
            IssuedToken token =
                    issuer.issue(directory.snapshot(), identity, ClientProof.MANAGED_IDENTITY, target, request.base());
            return ManagementGate.json(200, IdentityToken.json(identity, token));
        });
    }

    private static ServicePrincipal identity(Request request, OpenDirectory directory) {
        String name = request.segments().get(2);
        return IdentityChange.find(directory.snapshot(), name).orElseThrow(() -> new DirectoryFailure.NotFound(name));
    }

    private OpenDirectory open(Request request, String operation, boolean writes) {
        return door.gate()
                .openDirectory(
                        door.caller(request),
                        Resource.MANAGEMENT,
                        new Operation(operation, PERMISSIONS, writes),
                        String.join("/", request.segments()));
    }

    private static String text(Request request, String member) {
        JsonNode body;
        try {
            byte[] content = request.body(LONGEST_BODY);
            Json.reserve(content, request.memory());
            body = JSON.readTree(content);
        } catch (JacksonException | MalformedJson e) {
            throw new DirectoryFailure.Invalid("body", "The body is not valid JSON.");
        } catch (BodyTooLarge e) {
            throw new DirectoryFailure.Invalid("body", "The body is larger than " + e.limit() + " bytes.");
        }
        JsonNode value = body.get(member);
        if (value == null || !value.isString() || body.size() != 1) {
            throw new DirectoryFailure.Invalid(member, "The body must be {\"" + member + "\":\"...\"}.");
        }
        return value.stringValue();
    }
}
