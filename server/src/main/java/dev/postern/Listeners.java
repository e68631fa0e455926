package dev.postern;

import dev.postern.http.Handler;
import dev.postern.http.HttpMetrics;
import dev.postern.http.HttpServer;
import dev.postern.http.MemoryBudget;
import dev.postern.http.connection.Connections;
import dev.postern.http.connection.OpenFiles;
import dev.postern.http.connection.TimeLimits;
import dev.postern.http.tls.LocalAuthority;
import dev.postern.settings.Settings;
import java.time.Duration;

/** The listeners for plain HTTP and HTTPS, and the connections that all listeners share. */
final class Listeners {
    /** How long requests in flight have when the server stops; the rest of what is promised is for what lies below. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private Listeners() {}

    static Connections connections(Settings.Connections settings) {
        return new Connections(
                OpenFiles.connections(settings.most()),
                new TimeLimits(
                        settings.handshake(),
                        settings.header(),
                        settings.body(),
                        settings.idle(),
                        settings.leastRate().bytes()));
    }

    static HttpServer open(
            Settings settings,
            LocalAuthority authority,
            Connections connections,
            Handler door,
            HttpMetrics callers,
            MemoryBudget memory) {
        Settings.Server at = settings.server();
        String host = at.bind().getHostAddress();
        return HttpServer.start(
                HttpServer.Options.of(
                                new HttpServer.Listener("plain", host, at.port(), null),
                                new HttpServer.Listener("tls", host, at.tlsPort(), authority.serverContext()))
                        .withPublicNames(at.publicNames())
                        .withGrace(GRACE)
                        .withMetrics(callers)
                        .withMemory(memory),
                connections,
                door);
    }
}
