package dev.postern.outbound;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP client for URLs that users choose. Each call opens its own connection to the address that was checked, unless the client keeps
 * connections. Redirects are not followed, cookies are not stored, and responses are not decompressed. Thread-safe; a call blocks its thread.
 */
public final class OutboundClient implements AutoCloseable {
    private static final int MAX_CALLS = 256;
    private static final int MAX_CALLS_PER_GROUP = 32;
    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

    private final TargetPolicy policy;
    private final Connector connector;
    private final @Nullable KeptConnections kept;
    private final HttpRequestExecutor executor = new HttpRequestExecutor();
    private final Slots slots = new Slots(MAX_CALLS, MAX_CALLS_PER_GROUP);
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("outbound-deadline").factory());

    /**
     * Limits of a call.
     *
     * @param patience for the call, from the name lookup to the last byte of the response; the wait for a free slot has the same limit
     * @param maxBytes maximum size of the response body in bytes
     */
    public record Bounds(TargetPolicy.Plain plain, Duration patience, int maxBytes) {}

    private OutboundClient(TargetPolicy policy, OutwardTrust trust, @Nullable KeptConnections kept) {
        this.policy = policy;
        this.connector = new Connector(trust);
        this.kept = kept;
        timer.setRemoveOnCancelPolicy(true);
    }

    /** A client with a connection for each call. */
    public OutboundClient(TargetPolicy policy, OutwardTrust trust) {
        this(policy, trust, null);
    }

    /**
     * A client that keeps connections open for a few seconds after a call. A call whose kept connection fails is made again on a new one, so
     * the server may receive it twice.
     */
    public static OutboundClient keeping(TargetPolicy policy, Supplier<SSLContext> trust) {
        KeptConnections kept = new KeptConnections(System::nanoTime);
        OutboundClient client = new OutboundClient(policy, OutwardTrust.ofContext(trust), kept);
        var _ = client.timer.scheduleWithFixedDelay(kept::expire, 1, 1, TimeUnit.SECONDS);
        return client;
    }

    /**
     * Makes a call and waits for the response.
     *
     * @param group the share of the concurrent calls that this call counts against
     * @throws TargetRefused if the target must not be called
     * @throws NoResponse if no usable response was received
     * @throws InterruptedException if the thread was interrupted; the request may have arrived
     */
    public OutboundResponse send(OutboundRequest request, String group, Bounds bounds)
            throws NoResponse, InterruptedException {
        if (!slots.take(group, bounds.patience().toNanos())) {
            throw new NoResponse(
                    NoResponse.Reason.TIMED_OUT,
                    "Too many calls are in progress; this call waited too long for a free slot.");
        }
        try (CallDeadline deadline = new CallDeadline(timer, bounds.patience())) {
            return call(request, bounds, deadline);
        } finally {
            slots.release(group);
        }
    }

    /** Returns why the target must not be called; empty when it may be called, or when its name cannot be resolved. */
    public Optional<String> refusal(URI uri, Bounds bounds) {
        try {
            var _ = policy.check(uri, bounds.plain());
            return Optional.empty();
        } catch (TargetRefused e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private OutboundResponse call(OutboundRequest request, Bounds bounds, CallDeadline deadline)
            throws NoResponse, InterruptedException {
        try {
            return exchange(request, bounds, deadline);
        } catch (NoResponse e) {
            throw e;
        } catch (IOException | HttpException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("Interrupted during a call");
            }
            throw failed(request.uri(), e, deadline);
        }
    }

    private OutboundResponse exchange(OutboundRequest request, Bounds bounds, CallDeadline deadline)
            throws IOException, HttpException {
        Target target = policy.check(request.uri(), bounds.plain());
        ClientCertificate certificate = request.certificate();
        if (certificate != null && !target.origin().secure()) {
            throw new TargetRefused("A client certificate can be presented over https only.");
        }
        OpenConnection waiting = kept == null || certificate != null ? null : kept.take(target);
        if (waiting != null) {
            try {
                deadline.watch(waiting.socket());
                return exchange(request, bounds, deadline, waiting);
            } catch (NoResponse e) {
                throw e;
            } catch (IOException e) {
                // usually closed by the server while nothing was sent
                if (deadline.passed() || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            }
        }
        return exchange(request, bounds, deadline, connector.open(target, certificate, deadline));
    }

    private OutboundResponse exchange(
            OutboundRequest request, Bounds bounds, CallDeadline deadline, OpenConnection connection)
            throws IOException, HttpException {
        boolean keep = false;
        boolean mayKeep = kept != null && request.certificate() == null;
        try {
            ClassicHttpRequest message = message(request, mayKeep);
            HttpCoreContext context = HttpCoreContext.create();
            // Closing the response or its body would first read the rest of it.
            ClassicHttpResponse response = executor.execute(message, connection.http(), context);
            var headers = new HashMap<String, List<String>>();
            for (Header header : response.getHeaders()) {
                headers.computeIfAbsent(header.getName(), name -> new ArrayList<>())
                        .add(String.valueOf(header.getValue()));
            }
            byte[] body = body(response.getEntity(), bounds.maxBytes());
            keep = mayKeep
                    && DefaultConnectionReuseStrategy.INSTANCE.keepAlive(message, response, context)
                    && deadline.release();
            return new OutboundResponse(response.getCode(), headers, body);
        } finally {
            if (keep && kept != null) {
                kept.keep(connection);
            } else {
                connection.close();
            }
        }
    }

    private static ClassicHttpRequest message(OutboundRequest request, boolean keep) {
        URI uri = URI.create(request.uri().toASCIIString());
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        ClassicHttpRequest message = new BasicClassicHttpRequest(request.method(), path + query);
        String host = request.host();
        message.setHeader("Host", host != null ? host : uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()));
        if (!keep) {
            message.setHeader("Connection", "close");
        }
        request.headers().forEach(message::setHeader);
        byte[] body = request.body();
        if (body != null) {
            message.setEntity(new ByteArrayEntity(body, null));
            message.setHeader("Content-Length", body.length);
        } else if (WITH_BODY.contains(request.method())) {
            message.setHeader("Content-Length", 0);
        }
        return message;
    }

    private static byte[] body(@Nullable HttpEntity entity, int maxBytes) throws IOException {
        if (entity == null) {
            return new byte[0];
        }
        byte[] content = entity.getContent().readNBytes(maxBytes + 1);
        if (content.length > maxBytes) {
            throw new NoResponse(NoResponse.Reason.TOO_LARGE, "The response is larger than " + maxBytes + " bytes.");
        }
        return content;
    }

    /** Describes only the kind of failure, because the message of the cause may quote the request. */
    private static NoResponse failed(URI uri, Exception cause, CallDeadline deadline) {
        if (deadline.passed()) {
            return new NoResponse(
                    NoResponse.Reason.TIMED_OUT, "No complete response was received within the time limit.");
        }
        String what = switch (cause) {
            case SSLException e -> "does not offer a supported version of TLS with a trusted certificate for its name";
            case MessageConstraintException e -> "sent response headers that are too large";
            default ->
                "could not be reached, or its response could not be read ("
                        + cause.getClass().getSimpleName() + ")";
        };
        return new NoResponse(NoResponse.Reason.UNREACHABLE, "The host '" + uri.getHost() + "' " + what + ".");
    }

    @Override
    public void close() {
        timer.shutdownNow();
        if (kept != null) {
            kept.close();
        }
    }
}
