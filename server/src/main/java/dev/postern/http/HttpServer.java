package dev.postern.http;

import dev.postern.http.connection.Connections;
import dev.postern.http.connection.Http1;
import dev.postern.http.connection.HttpListener;
import dev.postern.http.connection.TimeLimits;
import dev.postern.http.framing.RequestFraming;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Listens, and passes every request to one handler on its own virtual thread. There is no static state: a process may run
 * several servers. A listener with another handler is a second server.
 */
public final class HttpServer implements AutoCloseable {
    private static final int USUAL_CONNECTIONS = 10_000;

    private final Map<String, Running> running = new LinkedHashMap<>();
    private final CompletableFuture<String> failed = new CompletableFuture<>();
    private final Connections connections;
    private final Duration grace;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final UnknownHosts unknown = new UnknownHosts();

    private record Running(Listener listener, HttpListener server) {}

    /**
     * A socket to listen on.
     *
     * @param host an address of this machine, usually loopback
     * @param port 0 takes a free port
     * @param tls  with the server certificate; none for plain HTTP
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
     * The options of a server.
     *
     * @param publicNames  hosts, besides loopback, that {@link Request#base()} accepts: {@code host}, {@code host:port} or
     *                     {@code https://host} behind a proxy
     * @param maxBodyBytes maximum size of any body, whatever a handler allows
     * @param grace        how long {@link #stop()} waits for requests in progress
     * @param memory       the memory budget of all requests together
     * @param links        whether responses contain links to this server, so that an unknown Host header is worth a warning
     */
    public record Options(
            List<Listener> listeners,
            List<String> publicNames,
            int maxBodyBytes,
            Duration grace,
            FailureResponse failureResponse,
            HttpMetrics metrics,
            MemoryBudget memory,
            boolean links) {
        public Options {
            listeners = List.copyOf(listeners);
            publicNames = List.copyOf(publicNames);
        }

        /** Returns options with these listeners and the defaults. */
        public static Options of(Listener... listeners) {
            return new Options(
                    List.of(listeners),
                    List.of(),
                    64 << 20,
                    Duration.ofSeconds(8),
                    FailureResponse.NEUTRAL,
                    HttpMetrics.unregistered(),
                    MemoryBudget.ofHeap(),
                    true);
        }

        public Options withPublicNames(List<String> names) {
            return new Options(listeners, names, maxBodyBytes, grace, failureResponse, metrics, memory, links);
        }

        public Options withGrace(Duration duration) {
            return new Options(listeners, publicNames, maxBodyBytes, duration, failureResponse, metrics, memory, links);
        }

        Options withFailureResponse(FailureResponse words) {
            return new Options(listeners, publicNames, maxBodyBytes, grace, words, metrics, memory, links);
        }

        public Options withMetrics(HttpMetrics registered) {
            return new Options(listeners, publicNames, maxBodyBytes, grace, failureResponse, registered, memory, links);
        }

        /** For listeners whose responses contain no links, so that the Host header does not matter. */
        public Options withoutLinks() {
            return new Options(listeners, publicNames, maxBodyBytes, grace, failureResponse, metrics, memory, false);
        }

        public Options withMemory(MemoryBudget budget) {
            return new Options(listeners, publicNames, maxBodyBytes, grace, failureResponse, metrics, budget, links);
        }
    }

    private HttpServer(Connections connections, Duration grace) {
        this.connections = connections;
        this.grace = grace;
    }

    /** As {@link #start(Options, Connections, Handler)}, with separate connections. */
    public static HttpServer start(Options options, Handler handler) {
        return start(options, new Connections(USUAL_CONNECTIONS, TimeLimits.USUAL), handler);
    }

    /**
     * Opens all listeners or none. Throws {@link IllegalStateException} that names the one that could not be opened.
     *
     * @param connections limits the connections of all servers that share it
     */
    public static HttpServer start(Options options, Connections connections, Handler handler) {
        var server = new HttpServer(connections, options.grace());
        for (Listener listener : options.listeners()) {
            try {
                server.open(listener, options, handler);
            } catch (RuntimeException e) {
                server.stop();
                throw e;
            }
        }
        // A platform thread, so that it runs even if all carriers of virtual threads are busy.
        Thread.ofPlatform().name("connections").daemon().start(server::closeOverdue);
        return server;
    }

    private void closeOverdue() {
        try {
            while (!stopped.await(connections.limits().interval().toMillis(), TimeUnit.MILLISECONDS)) {
                connections.closeOverdue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void open(Listener listener, Options options, Handler handler) {
        String scheme = listener.tls() == null ? "http" : "https";
        var exchange = new HttpExchange(options, handler, scheme, () -> address(listener.name()), unknown);
        var selector = Http1ConnectionSelector.builder().config(http1()).build();
        var encodings = ContentEncodingContext.builder()
                .contentEncodingsDiscoverServices(false)
                .addContentEncoding(new GzipRequests())
                .build();
        var http = new Http1(selector, encodings, RefusedByServer.handlers(), options.maxBodyBytes(), exchange);
        try {
            var at = new InetSocketAddress(InetAddress.getByName(listener.host()), listener.port());
            String place = listener.host() + ":" + listener.port();
            running.put(
                    listener.name(),
                    new Running(
                            listener,
                            HttpListener.open(
                                    listener.name(),
                                    at,
                                    listener.tls(),
                                    http,
                                    connections,
                                    cause -> failed.complete("The listener on " + place + " has ended: " + cause))));
        } catch (IOException e) {
            http.close();
            throw new IllegalStateException(
                    "Cannot listen on " + listener.host() + ":" + listener.port() + ". Is the port taken?", e);
        }
    }

    /** Completed with the reason when a listener ends unexpectedly. */
    public CompletableFuture<String> failed() {
        return failed;
    }

    private static Http1Config http1() {
        return Http1Config.builder()
                // RequestFraming has smaller limits.
                .maxPrologueLength(2 * RequestFraming.MAX_REQUEST_LINE)
                .maxHeadersSize(2 * RequestFraming.MAX_HEADERS)
                // Segments checks the path, with the rules of the routes.
                .validatePath(false)
                // Some clients do not encode the quotes of $search. The readers of the query refuse invalid characters.
                .validatePrologue(false)
                .build();
    }

    /** Returns the port of a listener, also if a free one was requested. */
    public int port(String name) {
        return find(name).server().port();
    }

    /** Returns the URL of a listener for programs on this machine: {@code http://localhost:8080}. */
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

    /** Stops accepting, waits for requests in progress, and closes the remaining connections. Takes at most the grace period and a second. */
    public void stop() {
        stopped.countDown();
        // All listeners at the same time: one after the other, each would add its grace period.
        var stopping = running.values().stream()
                .map(one -> Thread.ofPlatform()
                        .name("stop " + one.listener().name())
                        .start(() -> one.server().stop(grace)))
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
