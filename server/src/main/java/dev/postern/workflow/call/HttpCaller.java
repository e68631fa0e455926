package dev.postern.workflow.call;

import dev.postern.outbound.ClientCertificate;
import dev.postern.outbound.NoResponse;
import dev.postern.outbound.OutboundClient;
import dev.postern.outbound.OutboundRequest;
import dev.postern.outbound.OutboundResponse;
import dev.postern.outbound.TargetPolicy;
import dev.postern.outbound.TargetRefused;
import dev.postern.query.Folding;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes calls. It does not follow redirects and stores no cookies. Thread-safe; a call blocks its thread. */
public final class HttpCaller {
    /** The maximum size of a response; it is stored in the run's history, and kept in memory for a while. */
    private static final int MAX_REPLY_BYTES =
            (int) Math.min(10 * 1024 * 1024, Runtime.getRuntime().maxMemory() / 128);

    /** The headers of a compressed response that do not describe its decompressed content. */
    private static final Set<String> LOST = Set.of("content-encoding", "content-length");

    private final Targets targets;
    private final OutboundClient client;
    private final OutboundClient.Bounds bounds;
    private final Certificates certificates = new Certificates();
    private final ApplicationTokens applications;

    /** Issues tokens of managed identities; throws {@link CallRefused} if there is no such identity. */
    @FunctionalInterface
    public interface IdentityToken {
        String of(Authentication.Managed identity);
    }

    /** @param patience the time limit of a call */
    public HttpCaller(Targets targets, OutboundClient client, Duration patience, InstantSource clock) {
        this.targets = targets;
        this.client = client;
        this.bounds = new OutboundClient.Bounds(TargetPolicy.Plain.TO_OWN_EDGES, patience, MAX_REPLY_BYTES);
        this.applications = new ApplicationTokens(targets, client, bounds, certificates, clock);
    }

    /** Returns the URL under which this server can be called. */
    public URI address() {
        return targets.self().get();
    }

    /** Returns whether two URLs have the same origin, so that one may get the credentials of the other. */
    public boolean sameOrigin(URI one, URI other) {
        return targets.origin(one).equals(targets.origin(other));
    }

    /**
     * Makes a call and waits for its result.
     *
     * @param group the workflow: the share of the concurrent calls that this call counts against
     * @param extra headers of the engine; they replace those of the definition
     * @param compressed whether compressed responses are left as they are
     * @throws CallRefused if the call is not allowed
     * @throws InterruptedException if the engine stops; the request may have arrived
     */
    public CallResult call(
            Call call, String group, Map<String, String> extra, IdentityToken identities, boolean compressed)
            throws InterruptedException {
        var headers = new HashMap<>(call.headers());
        extra.forEach((name, value) -> {
            headers.keySet().removeIf(name::equalsIgnoreCase);
            headers.put(name, value);
        });
        try {
            return switch (call.authentication()) {
                case Authentication.Anonymous none -> reply(send(call, group, headers, null), compressed);
                case Authentication.Fixed fixed -> {
                    authorize(headers, fixed.authorization());
                    yield reply(send(call, group, headers, null), compressed);
                }
                case Authentication.Managed managed -> {
                    checkAudience(managed.audience(), call.uri());
                    authorize(headers, "Bearer " + identities.of(managed));
                    yield reply(send(call, group, headers, null), compressed);
                }
                case Authentication.Certificate certificate ->
                    reply(send(call, group, headers, certificates.read(certificate)), compressed);
                case Authentication.Application application ->
                    asApplication(call, group, headers, application, compressed);
            };
        } catch (NoResponse e) {
            String code = switch (e.reason()) {
                case TIMED_OUT -> "GatewayTimeout";
                case TOO_LARGE -> CallResult.TOO_LARGE;
                case UNREACHABLE -> "BadGateway";
            };
            return new CallResult.Unreachable(code, String.valueOf(e.getMessage()));
        }
    }

    /** The target is checked before a token is requested, so that a forbidden target is reported as such. */
    private CallResult asApplication(
            Call call,
            String group,
            Map<String, String> headers,
            Authentication.Application application,
            boolean compressed)
            throws NoResponse, InterruptedException {
        client.refusal(targets.resolve(call.uri()), bounds).ifPresent(reason -> {
            throw new CallRefused("TargetNotAllowed", reason);
        });
        try {
            authorize(headers, "Bearer " + applications.token(application, group));
        } catch (ApplicationTokens.NotNow e) {
            return new CallResult.Unreachable(e.code(), String.valueOf(e.getMessage()));
        }
        OutboundResponse response = send(call, group, headers, null);
        if (response.status() == 401) {
            applications.forget(application, group);
        }
        return reply(response, compressed);
    }

    /** Checks the target first, so that a forbidden target is reported as such whatever token is requested. */
    private void checkAudience(String audience, URI uri) {
        try {
            targets.checkAudience(audience, uri);
        } catch (CallRefused e) {
            client.refusal(targets.resolve(uri), bounds).ifPresent(reason -> {
                throw new CallRefused("TargetNotAllowed", reason);
            });
            throw e;
        }
    }

    private static void authorize(Map<String, String> headers, String value) {
        headers.keySet().removeIf("authorization"::equalsIgnoreCase);
        headers.put("Authorization", value);
    }

    private OutboundResponse send(
            Call call, String group, Map<String, String> headers, @Nullable ClientCertificate certificate)
            throws NoResponse, InterruptedException {
        try {
            OutboundRequest request = targets.request(call.method(), call.uri(), headers, call.body());
            return client.send(certificate == null ? request : request.presenting(certificate), group, bounds);
        } catch (TargetRefused e) {
            throw new CallRefused("TargetNotAllowed", String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw CallReader.invalid("headers", String.valueOf(e.getMessage()));
        }
    }

    private static CallResult reply(OutboundResponse response, boolean compressed) {
        var headers = new HashMap<String, String>();
        response.headers().forEach((name, values) -> headers.put(name, String.join(",", values)));
        String encoding = Folding.lower(response.header("content-encoding").strip());
        if (encoding.isEmpty() || encoding.equals("identity")) {
            return new CallResult.Reply(
                    response.status(), headers, Bodies.decode(response.body(), response.header("content-type")));
        }
        byte[] plain = compressed ? null : Gunzip.of(encoding, response.body(), MAX_REPLY_BYTES);
        if (plain == null) {
            return new CallResult.Reply(
                    response.status(), headers, Bodies.binary(response.body(), response.header("content-type")));
        }
        headers.keySet().removeIf(name -> LOST.contains(Folding.lower(name)));
        return new CallResult.Reply(response.status(), headers, Bodies.decode(plain, response.header("content-type")));
    }
}
