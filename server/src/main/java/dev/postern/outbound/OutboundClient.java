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
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * Calls what somebody else names. Each call has a connection of its own to the address that was checked; redirects are not followed, cookies not
 * kept, answers not unpacked. Thread-safe; a call blocks its thread.
 */
public final class OutboundClient implements AutoCloseable {
    private static final int MOST_CALLS = 256;
    private static final int MOST_OF_ONE = 32;
    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

    private final TargetPolicy policy;
    private final Connector connector;
    private final HttpRequestExecutor executor = new HttpRequestExecutor();
    private final Slots slots = new Slots(MOST_CALLS, MOST_OF_ONE);
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("outbound-deadline").factory());

    /**
     * How much a call may take.
     *
     * @param patience from the look-up of the name to the last byte of the answer; and before that, how long a call waits for its turn
     * @param largest bytes of an answer's body
     */
    public record Bounds(TargetPolicy.Plain plain, Duration patience, int largest) {}

    /** @param trust which certificates are good */
    public OutboundClient(TargetPolicy policy, SSLContext trust) {
        this.policy = policy;
        this.connector = new Connector(trust);
        timer.setRemoveOnCancelPolicy(true);
    }

    /**
     * Makes a call and waits for its answer.
     *
     * @param group who asks; each has a share of the calls that may be under way
     * @throws TargetRefused when it must not be called
     * @throws NoResponse when nothing came that can be used
     * @throws InterruptedException when the thread was interrupted; the request may have arrived
     */
    public OutboundResponse send(OutboundRequest request, String group, Bounds bounds)
            throws NoResponse, InterruptedException {
        if (!slots.take(group, bounds.patience().toNanos())) {
            throw new NoResponse(
                    NoResponse.Reason.TIMED_OUT, "Too many calls are under way; this one had to wait too long.");
        }
        try (CallDeadline deadline = new CallDeadline(timer, bounds.patience())) {
            return answered(request, bounds, deadline);
        } finally {
            slots.give(group);
        }
    }

    /** Why an address is not called; empty when it is, or when nobody has its name. */
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

    private OutboundResponse answered(OutboundRequest request, Bounds bounds, CallDeadline deadline)
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
        DefaultBHttpClientConnection connection = connector.open(target, deadline);
        try {
            // Closing the answer or its body would first read what is left of it.
            ClassicHttpResponse response = executor.execute(message(request), connection, HttpCoreContext.create());
            var headers = new HashMap<String, List<String>>();
            for (Header header : response.getHeaders()) {
                headers.computeIfAbsent(header.getName(), name -> new ArrayList<>())
                        .add(String.valueOf(header.getValue()));
            }
            return new OutboundResponse(response.getCode(), headers, body(response.getEntity(), bounds.largest()));
        } finally {
            connection.close(CloseMode.IMMEDIATE);
        }
    }

    private static ClassicHttpRequest message(OutboundRequest request) {
        URI uri = URI.create(request.uri().toASCIIString());
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        ClassicHttpRequest message = new BasicClassicHttpRequest(request.method(), path + query);
        message.setHeader("Host", uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()));
        message.setHeader("Connection", "close");
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

    private static byte[] body(@Nullable HttpEntity entity, int largest) throws IOException {
        if (entity == null) {
            return new byte[0];
        }
        byte[] content = entity.getContent().readNBytes(largest + 1);
        if (content.length > largest) {
            throw new NoResponse(NoResponse.Reason.TOO_LARGE, "The answer has more than " + largest + " bytes.");
        }
        return content;
    }

    /** The message of the cause may quote what was sent; its kind says enough. */
    private static NoResponse failed(URI uri, Exception cause, CallDeadline deadline) {
        if (deadline.passed()) {
            return new NoResponse(NoResponse.Reason.TIMED_OUT, "No answer came within the time that a call may take.");
        }
        String what = switch (cause) {
            case SSLException e -> "has no certificate that is trusted and names it, or no common form of TLS";
            case MessageConstraintException e -> "answered with headers that are too large";
            default ->
                "could not be reached, or its answer could not be read ("
                        + cause.getClass().getSimpleName() + ")";
        };
        return new NoResponse(NoResponse.Reason.UNREACHABLE, "The host '" + uri.getHost() + "' " + what + ".");
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
