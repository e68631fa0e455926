package dev.postern;

import dev.postern.http.HttpServer;
import dev.postern.settings.Settings;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Under which addresses this server may be meant: the loopback names with the ports it listens on, and what is configured. Known once
 * it listens.
 */
final class OwnAddresses implements Supplier<Set<URI>> {
    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");

    private final Settings.Server settings;
    private volatile @Nullable Set<URI> known;

    OwnAddresses(Settings.Server settings) {
        this.settings = settings;
    }

    void listening(HttpServer server) {
        var addresses = new HashSet<URI>();
        for (String host : LOOPBACK) {
            addresses.add(URI.create("http://" + host + ":" + server.port("plain")));
            addresses.add(URI.create("https://" + host + ":" + server.port("tls")));
        }
        for (String name : settings.publicNames()) {
            if (name.contains("://")) {
                addresses.add(URI.create(name));
            } else if (URI.create("https://" + name).getPort() >= 0) {
                addresses.add(URI.create("https://" + name));
                addresses.add(URI.create("http://" + name));
            } else if (!LOOPBACK.contains(name)) {
                addresses.add(URI.create("https://" + name));
                addresses.add(URI.create("https://" + name + ":" + server.port("tls")));
            }
        }
        known = Set.copyOf(addresses);
    }

    /** The same as host and port, in lower case. */
    Set<String> authorities() {
        return get().stream().map(URI::getAuthority).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Set<URI> get() {
        Set<URI> addresses = known;
        return addresses == null ? Set.of() : addresses;
    }
}
