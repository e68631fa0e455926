package dev.postern.login;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.postern.http.BodyTooLarge;
import dev.postern.http.Handler;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.http.Routes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntSupplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Handlers behind a real HTTP server: just enough for the endpoints of this package. */
final class TestServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final String scheme;

    TestServer(Handler handler, @Nullable SSLContext tls) {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try {
            if (tls == null) {
                server = HttpServer.create(address, 0);
            } else {
                HttpsServer secure = HttpsServer.create(address, 0);
                secure.setHttpsConfigurator(new HttpsConfigurator(tls));
                server = secure;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        scheme = tls == null ? "http" : "https";
        server.setExecutor(threads);
        server.createContext("/", exchange -> serve(exchange, handler));
        server.start();
    }

    /** For a handler that asks for the port under which it is reached. */
    static TestServer knowingItsPort(Function<IntSupplier, Handler> handler) {
        var port = new AtomicInteger();
        TestServer server = new TestServer(handler.apply(port::get), null);
        port.set(server.base().getPort());
        return server;
    }

    static Handler router(Routes<Handler> routes) {
        return request -> switch (routes.find(request.method(), request.segments())) {
            case Routes.Match.Found<Handler> found -> found.route().target().handle(request);
            case Routes.Match.NoMethod<Handler> other -> Response.empty(405);
            case Routes.Match.NoPath<Handler> none -> Response.empty(404);
        };
    }

    URI base() {
        return URI.create(scheme + "://localhost:" + server.getAddress().getPort());
    }

    private void serve(HttpExchange exchange, Handler handler) throws IOException {
        try (exchange) {
            Response response;
            try {
                response = handler.handle(new Received(exchange, scheme));
            } catch (RuntimeException e) {
                response = Response.text(500, "text/plain", "Internal error: " + e);
            }
            response.headers()
                    .forEach((name, values) -> exchange.getResponseHeaders().put(name, values));
            switch (response.body()) {
                case Response.Empty empty -> exchange.sendResponseHeaders(response.status(), -1);
                case Response.Bytes bytes -> {
                    exchange.getResponseHeaders().set("Content-Type", bytes.contentType());
                    exchange.sendResponseHeaders(response.status(), bytes.content().length);
                    try (OutputStream out = exchange.getResponseBody()) {
                        out.write(bytes.content());
                    }
                }
                case Response.Stream stream -> throw new IOException("No stream is expected here");
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private record Received(HttpExchange exchange, String scheme, UUID requestId) implements Request {
        Received(HttpExchange exchange, String scheme) {
            this(exchange, scheme, UUID.randomUUID());
        }

        @Override
        public String method() {
            return exchange.getRequestMethod();
        }

        @Override
        public String rawPath() {
            // Not URI.getRawPath: it takes what follows two slashes for a host.
            String target = exchange.getRequestURI().toString();
            int question = target.indexOf('?');
            return question < 0 ? target : target.substring(0, question);
        }

        @Override
        public List<String> segments() {
            var segments = new ArrayList<String>();
            for (String segment : rawPath().split("/")) {
                if (!segment.isEmpty()) {
                    segments.add(URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8));
                }
            }
            return segments;
        }

        @Override
        public String rawQuery() {
            String query = exchange.getRequestURI().getRawQuery();
            return query == null ? "" : query;
        }

        @Override
        public Optional<String> header(String name) {
            return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
        }

        @Override
        public List<String> headers(String name) {
            return exchange.getRequestHeaders().getOrDefault(name, List.of());
        }

        @Override
        public URI base() {
            return URI.create(scheme + "://" + header("Host").orElseThrow());
        }

        @Override
        public String peer() {
            return exchange.getRemoteAddress().getAddress().getHostAddress();
        }

        @Override
        public String clientRequestId() {
            return header("client-request-id").orElse(requestId.toString());
        }

        @Override
        public byte[] body(int limit) {
            try {
                byte[] bytes = exchange.getRequestBody().readNBytes(limit + 1);
                if (bytes.length > limit) {
                    throw new BodyTooLarge(limit);
                }
                return bytes;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public InputStream bodyStream() {
            return exchange.getRequestBody();
        }
    }
}
