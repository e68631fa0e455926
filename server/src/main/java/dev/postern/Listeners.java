package dev.postern;

import dev.postern.directory.Directory;
import dev.postern.directory.Tenant;
import dev.postern.http.Handler;
import dev.postern.http.HttpMetrics;
import dev.postern.http.HttpServer;
import dev.postern.http.MemoryBudget;
import dev.postern.http.connection.Connections;
import dev.postern.http.connection.OpenFiles;
import dev.postern.http.connection.TimeLimits;
import dev.postern.http.tls.LocalAuthority;
import dev.postern.login.Login;
import dev.postern.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The listeners for plain HTTP, HTTPS and managed identities. They share their connections and the memory for requests. */
final class Listeners implements AutoCloseable {
    /** How long requests in flight have when the server stops; the rest of what is promised is for the core. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final CloseStack closing = new CloseStack();
    private final Settings settings;
    private final Connections connections;
    private final MemoryBudget memory;
    private final OwnAddresses own;
    private final CompletableFuture<String> failed = new CompletableFuture<>();
    private volatile @Nullable HttpServer http;

    /** Opens none yet. */
    Listeners(Settings settings, OwnAddresses own) {
        this.settings = settings;
        this.own = own;
        this.connections = connections(settings.connections());
        this.memory = settings.memory()
                .budget()
                .map(budget -> MemoryBudget.of(budget.bytes()))
                .orElseGet(MemoryBudget::ofHeap);
    }

    private static Connections connections(Settings.Connections settings) {
        return new Connections(
                OpenFiles.connections(settings.most()),
                new TimeLimits(
                        settings.handshake(),
                        settings.header(),
                        settings.body(),
                        settings.idle(),
                        settings.leastRate().bytes()));
    }

    /** Opens those for plain HTTP and HTTPS. */
    void open(LocalAuthority authority, Handler handler, HttpMetrics callers) {
        Settings.Server at = settings.server();
        String host = at.bind().getHostAddress();
        HttpServer opened = watched(HttpServer.start(
                HttpServer.Options.of(
                                new HttpServer.Listener("plain", host, at.port(), null),
                                new HttpServer.Listener("tls", host, at.tlsPort(), authority.serverContext()))
                        .withPublicNames(at.publicNames())
                        .withGrace(GRACE)
                        .withMetrics(callers)
                        .withMemory(memory),
                connections,
                new DatabaseOutageFilter(handler)));
        http = opened;
        own.listening(opened);
    }

    /** Opens those that speak for one managed identity each. */
    void openForIdentities(Login login, Directory directory, Tenant first) {
        for (Settings.Imds imds : settings.imds()) {
            own.speaksForIdentity(watched(ImdsListener.open(imds, login, directory, first, connections, memory)));
        }
    }

    private HttpServer watched(HttpServer server) {
        var _ = server.failed().thenAccept(failed::complete);
        return closing.add(server);
    }

    Connections connections() {
        return connections;
    }

    MemoryBudget memory() {
        return memory;
    }

    /** The address of plain HTTP. */
    URI address() {
        return opened().address("plain");
    }

    /** The address of HTTPS. */
    URI tlsAddress() {
        return opened().address("tls");
    }

    private HttpServer opened() {
        return Objects.requireNonNull(http, "The listeners are not open yet");
    }

    /** Completed with what happened when a listener ends although the server was not stopped. */
    CompletableFuture<String> failed() {
        return failed;
    }

    @Override
    public void close() {
        closing.close();
    }
}
