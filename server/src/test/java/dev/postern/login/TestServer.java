package dev.postern.login;

import dev.postern.http.Handler;
import dev.postern.http.HttpServer;
import dev.postern.http.RequestRouter;
import dev.postern.http.RouteAdder;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntSupplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Handlers behind the real HTTP server, on a free port. */
final class TestServer implements AutoCloseable {
    /** A host name besides loopback, as if it were configured. */
    static final String PUBLIC_NAME = "mail.example.org:9443";

    private static final String LISTENER = "test";
    private final HttpServer server;
    private final String scheme;

    TestServer(Handler handler, @Nullable SSLContext tls) {
        scheme = tls == null ? "http" : "https";
        server = HttpServer.start(
                HttpServer.Options.of(
                                tls == null
                                        ? HttpServer.Listener.plain(LISTENER, 0)
                                        : HttpServer.Listener.secure(LISTENER, 0, tls))
                        .withPublicNames(List.of(PUBLIC_NAME)),
                handler);
    }

    /** Returns the routes of one edge. */
    static TestServer of(Consumer<RouteAdder> routes, @Nullable SSLContext tls) {
        RequestRouter router = new RequestRouter();
        routes.accept(router.of(LISTENER));
        return new TestServer(router, tls);
    }

    /** For a handler that needs to know its own port. */
    static TestServer knowingItsPort(Function<IntSupplier, Handler> handler) {
        var port = new AtomicInteger();
        TestServer server = new TestServer(handler.apply(port::get), null);
        port.set(server.base().getPort());
        return server;
    }

    URI base() {
        return URI.create(scheme + "://localhost:" + server.port(LISTENER));
    }

    @Override
    public void close() {
        server.close();
    }
}
