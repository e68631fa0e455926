package dev.postern;

import dev.postern.http.HttpServer;
import dev.postern.outbound.Origin;
import dev.postern.outbound.OwnEdges;
import dev.postern.settings.Settings;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of this server: loopback names with the ports of its listeners, and configured names. Known once
 * it listens.
 */
final class OwnAddresses implements Supplier<Set<URI>>, OwnEdges {
    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");

    private final Settings.Server settings;
    private volatile @Nullable Set<URI> known;
    private volatile Set<Integer> ports = Set.of();
    private final Set<Integer> identityPorts = ConcurrentHashMap.newKeySet();

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
        ports = Set.of(server.port("plain"), server.port("tls"));
        known = Set.copyOf(addresses);
    }

    /** Registers a listener for one managed identity. */
    void speaksForIdentity(HttpServer listener) {
        identityPorts.add(listener.port("imds"));
    }

    @Override
    public Set<Origin> origins() {
        return get().stream()
                .filter(address -> address.getHost() != null)
                .map(Origin::of)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Set<Integer> ports() {
        return ports;
    }

    @Override
    public Set<Integer> identityPorts() {
        return identityPorts;
    }

    @Override
    public Set<URI> get() {
        Set<URI> addresses = known;
        return addresses == null ? Set.of() : addresses;
    }
}
