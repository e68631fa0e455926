package dev.postern.http;

import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http1.Http1Config;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Listens, and hands every request to one handler on a virtual thread of its own. Nothing is static: a process may run
 * several. An extra listener with a handler of its own is a second server.
 */
public final class HttpServer implements AutoCloseable {
    /** A request line carries filters and paging tokens, a header block a bearer token. */
    private static final int MAX_REQUEST_LINE = 16 * 1024;

    private static final int MAX_HEADERS = 32 * 1024;

    private final Map<String, Running> running = new LinkedHashMap<>();
    private final UnknownHosts unknown = new UnknownHosts();

    private record Running(Listener listener, WebServer server) {}

    /**
     * A socket to listen on.
     *
     * @param host an address of this machine; loopback unless there is a reason
     * @param port 0 takes a free one
     * @param tls  what the socket proves itself with; none for plain HTTP
     */
    public record Listener(
            String name, String host, int port, @Nullable SSLContext tls) {
        /** Plain HTTP on loopback. */
        public static Listener plain(String name, int port) {
            return new Listener(name, "127.0.0.1", port, null);
        }

        /** HTTPS on loopback. */
        public static Listener secure(String name, int port, SSLContext tls) {
            return new Listener(name, "127.0.0.1", port, tls);
        }
    }

    /**
     * How to serve.
     *
     * @param publicNames  hosts, besides loopback, that {@link Request#base()} believes: {@code host}, {@code host:port} or
     *                     {@code https://host} behind a proxy
     * @param maxBodyBytes beyond this no body is read, whatever a handler allows
     * @param grace        how long {@link #stop()} waits for requests in flight
     */
    public record Options(
            List<Listener> listeners,
            List<String> publicNames,
            int maxBodyBytes,
            Duration grace,
            FailureAnswer failureAnswer,
            HttpMetrics metrics) {
        public Options {
            listeners = List.copyOf(listeners);
            publicNames = List.copyOf(publicNames);
        }

        /** These listeners, and the usual for everything else. */
        public static Options of(Listener... listeners) {
            return new Options(
                    List.of(listeners),
                    List.of(),
                    64 << 20,
                    Duration.ofSeconds(8),
                    FailureAnswer.NEUTRAL,
                    HttpMetrics.unregistered());
        }

        public Options withPublicNames(List<String> names) {
            return new Options(listeners, names, maxBodyBytes, grace, failureAnswer, metrics);
        }

        public Options withMaxBodyBytes(int bytes) {
            return new Options(listeners, publicNames, bytes, grace, failureAnswer, metrics);
        }

        public Options withGrace(Duration duration) {
            return new Options(listeners, publicNames, maxBodyBytes, duration, failureAnswer, metrics);
        }

        public Options withFailureAnswer(FailureAnswer words) {
            return new Options(listeners, publicNames, maxBodyBytes, grace, words, metrics);
        }

        public Options withMetrics(HttpMetrics registered) {
            return new Options(listeners, publicNames, maxBodyBytes, grace, failureAnswer, registered);
        }
    }

    private HttpServer() {}

    /** Opens all listeners, or none: throws {@link IllegalStateException} naming the one that could not be opened. */
    public static HttpServer start(Options options, Handler handler) {
        var server = new HttpServer();
        for (Listener listener : options.listeners()) {
            try {
                server.open(listener, options, handler);
            } catch (RuntimeException e) {
                server.stop();
                throw e;
            }
        }
        return server;
    }

    private void open(Listener listener, Options options, Handler handler) {
        String scheme = listener.tls() == null ? "http" : "https";
        var exchange = new Exchange(options, handler, scheme, () -> address(listener.name()), unknown);
        WebServerConfig.Builder config = WebServer.builder()
                .host(listener.host())
                .port(listener.port())
                .shutdownHook(false)
                .shutdownGracePeriod(options.grace())
                .maxPayloadSize(options.maxBodyBytes())
                // Head and content leave in two writes; the second must not wait for the peer to acknowledge the first.
                .connectionOptions(socket -> socket.tcpNoDelay(true))
                .directHandlers(RefusedByServer.handlers())
                .contentEncoding(ContentEncodingContext.builder()
                        .contentEncodingsDiscoverServices(false)
                        .addContentEncoding(new GzipRequests())
                        .build())
                .addProtocol(Http1Config.builder()
                        .maxPrologueLength(MAX_REQUEST_LINE)
                        .maxHeadersSize(MAX_HEADERS)
                        // The path is checked by Segments, which knows what the routes can bear.
                        .validatePath(false)
                        // Programs send the quotes of $search as they are; what must not stand in a query, its readers
                        // refuse.
                        .validatePrologue(false)
                        .build())
                .routing(routing -> routing.any(exchange));
        if (listener.tls() != null) {
            // The other socket kind looks up the peer's name at every handshake.
            config.useNio(false).tls(tls -> tls.sslContext(listener.tls()));
        }
        WebServer web = config.build();
        web.start();
        if (!web.isRunning()) {
            throw new IllegalStateException(
                    "Cannot listen on " + listener.host() + ":" + listener.port() + ". Is the port taken?");
        }
        running.put(listener.name(), new Running(listener, web));
    }

    /** The port a listener has, also when it was to take a free one. */
    public int port(String name) {
        return find(name).server().port();
    }

    /** Where programs on this machine reach a listener: {@code http://localhost:8080}. */
    public URI address(String name) {
        Running found = find(name);
        String scheme = found.listener().tls() == null ? "http" : "https";
        return URI.create(scheme + "://localhost:" + found.server().port());
    }

    private Running find(String name) {
        Running found = running.get(name);
        if (found == null) {
            throw new IllegalArgumentException("No listener is called " + name);
        }
        return found;
    }

    /** Accepts nothing more, waits for the requests in flight, then closes what is left. Done within the grace and a second. */
    public void stop() {
        // All listeners at once: one after the other, each would add a grace of its own.
        var stopping = running.values().stream()
                .map(one ->
                        Thread.ofVirtual().name("stop " + one.listener().name()).start(one.server()::stop))
                .toList();
        for (Thread thread : stopping) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public void close() {
        stop();
    }
}
