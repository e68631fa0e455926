package dev.postern.workflow.call;

import dev.postern.outbound.NoResponse;
import dev.postern.outbound.OutboundClient;
import dev.postern.outbound.OutboundRequest;
import dev.postern.outbound.OutboundResponse;
import dev.postern.outbound.TargetPolicy;
import dev.postern.outbound.TargetRefused;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Makes calls. It does not follow redirects and stores no cookies. Thread-safe; a call blocks its thread. */
public final class HttpCaller {
    /** The maximum size of a response; it is stored in the run's history, and kept in memory for a while. */
    private static final int MAX_REPLY_BYTES =
            (int) Math.min(10 * 1024 * 1024, Runtime.getRuntime().maxMemory() / 128);

    private final Targets targets;
    private final OutboundClient client;
    private final OutboundClient.Bounds bounds;

    /** @param patience the time limit of a call */
    public HttpCaller(Targets targets, OutboundClient client, Duration patience) {
        this.targets = targets;
        this.client = client;
        this.bounds = new OutboundClient.Bounds(TargetPolicy.Plain.TO_OWN_EDGES, patience, MAX_REPLY_BYTES);
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
     * @param group the share of the concurrent calls that this call counts against
     * @param extra headers of the engine; they replace those of the definition
     * @param token returns a bearer token for an audience
     * @throws CallRefused if the call is not allowed
     * @throws InterruptedException if the engine stops; the request may have arrived
     */
    public CallResult call(Call call, String group, Map<String, String> extra, Function<String, String> token)
            throws InterruptedException {
        var headers = new HashMap<>(call.headers());
        extra.forEach((name, value) -> {
            headers.keySet().removeIf(name::equalsIgnoreCase);
            headers.put(name, value);
        });
        switch (call.authentication()) {
            case Call.Anonymous none -> {}
            case Call.Fixed fixed -> authorize(headers, fixed.authorization());
            case Call.Managed managed -> {
                checkAudience(managed.audience(), call.uri());
                authorize(headers, "Bearer " + token.apply(managed.audience()));
            }
        }
        return send(call, group, headers);
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

    private CallResult send(Call call, String group, Map<String, String> headers) throws InterruptedException {
        try {
            return reply(client.send(
                    new OutboundRequest(call.method(), targets.resolve(call.uri()), headers, call.body()),
                    group,
                    bounds));
        } catch (TargetRefused e) {
            throw new CallRefused("TargetNotAllowed", String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw new CallRefused("BadRequest", "The input 'headers' is not valid: " + e.getMessage() + ".");
        } catch (NoResponse e) {
            String code = e.reason() == NoResponse.Reason.TIMED_OUT ? "GatewayTimeout" : "BadGateway";
            return new CallResult.Unreachable(code, String.valueOf(e.getMessage()));
        }
    }

    private static CallResult reply(OutboundResponse response) {
        var headers = new HashMap<String, String>();
        response.headers().forEach((name, values) -> headers.put(name, String.join(",", values)));
        return new CallResult.Reply(
                response.status(), headers, Bodies.decode(response.body(), response.header("content-type")));
    }
}
