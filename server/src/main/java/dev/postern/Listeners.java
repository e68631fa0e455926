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
import dev.postern.workflow.call.Targets;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The listeners for HTTP, HTTPS and managed identities. They share the connections and the memory budget. */
final class Listeners implements AutoCloseable {
    /** How long requests in progress may take when the server stops; the rest of the promised time is for the core. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final String MANAGEMENT = "management";
    private static final int OPERATORS_CONNECTIONS = 64;
    private static final long OPERATORS_MEMORY = 8 << 20;

    private final CloseStack closing = new CloseStack();
    private final Settings settings;
    private final Connections connections;
    private final MemoryBudget memory;
    private final OwnAddresses own;
    private final CompletableFuture<String> failed = new CompletableFuture<>();
    private volatile @Nullable HttpServer http;
    private volatile @Nullable HttpServer management;

    /** Creates the object without opening listeners. */
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
                OpenFiles.connections(settings.max()),
                new TimeLimits(
                        settings.handshake(),
                        settings.header(),
                        settings.body(),
                        settings.idle(),
                        settings.minRate().bytes()));
    }

    /** Opens the listeners for HTTP and HTTPS. */
    void open(LocalAuthority authority, Handler handler, HttpMetrics callers) {
        Settings.Server at = settings.server();
        String host = at.bind().getHostAddress();
        HttpServer opened = watched(HttpServer.start(
                HttpServer.Options.of(
                                new HttpServer.Listener("plain", host, at.port(), null),
                                new HttpServer.Listener("tls", host, at.tlsPort(), authority.serverContext()))
                        .withPublicNames(names(at))
                        .withGrace(GRACE)
                        .withMetrics(callers)
                        .withMemory(memory),
                connections,
                new DatabaseOutageFilter(handler)));
        http = opened;
        own.listening(opened);
    }

    /** Workflows call Graph here under its public name, and links in the responses name that host. */
    private List<String> names(Settings.Server at) {
        return settings.workflow().mapPublicHosts()
                ? Stream.concat(at.publicNames().stream(), Stream.of("https://" + Targets.GRAPH))
                        .toList()
                : at.publicNames();
    }

    /** Opens the listener for operators, if it is configured. Its connections and memory are apart, so that it responds while callers use all. */
    void openForOperators(Handler handler) {
        settings.management().ifPresent(at -> {
            HttpServer.Listener listener =
                    new HttpServer.Listener(MANAGEMENT, at.address().getHostAddress(), at.port(), null);
            management = watched(HttpServer.start(
                    HttpServer.Options.of(listener)
                            .withoutLinks()
                            .withGrace(GRACE)
                            .withMemory(MemoryBudget.of(OPERATORS_MEMORY)),
                    new Connections(OPERATORS_CONNECTIONS, TimeLimits.USUAL),
                    handler));
        });
    }

    /** Opens the listeners for managed identities. */
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

    /** The URL of the HTTP listener. */
    URI address() {
        return opened().address("plain");
    }

    /** The URL of the HTTPS listener. */
    URI tlsAddress() {
        return opened().address("tls");
    }

    /** The URL of the listener for operators. */
    Optional<URI> managementAddress() {
        return Optional.ofNullable(management)
                .map(server -> URI.create("http://" + host(settings) + ":" + server.port(MANAGEMENT)));
    }

    private static String host(Settings settings) {
        InetAddress address = settings.management().orElseThrow().address();
        String host = address.getHostAddress();
        return address.isAnyLocalAddress() ? "localhost" : host.contains(":") ? "[" + host + "]" : host;
    }

    private HttpServer opened() {
        return Objects.requireNonNull(http, "The listeners are not open yet");
    }

    /** Completed with the reason when a listener ends unexpectedly. */
    CompletableFuture<String> failed() {
        return failed;
    }

    @Override
    public void close() {
        closing.close();
    }
}
