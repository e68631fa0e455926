package dev.postern.http;

import dev.postern.query.Folding;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Determines the base of absolute links in responses. The Host header is untrusted input: if any host were accepted, a client could make
 * links in stored or cached responses point to another site.
 */
final class CallerBase {
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Set<String> names = new HashSet<>(LOOPBACK);
    private final Set<URI> origins = new HashSet<>();
    private final Consumer<String> unknown;
    /** Most clients use the same name, so the last result is cached. It never changes. */
    private volatile @Nullable Known last;

    private record Known(String host, String scheme, URI base) {}

    /** @param publicNames {@code host} (any port), {@code host:port}, or {@code https://host} for a proxy that terminates TLS */
    CallerBase(List<String> publicNames, Consumer<String> unknown) {
        this.unknown = unknown;
        for (String name : publicNames) {
            if (name.contains("://")) {
                origins.add(URI.create(Folding.lower(name)));
            } else {
                names.add(Folding.lower(name));
            }
        }
    }

    URI of(Optional<String> host, String scheme, Supplier<URI> own) {
        if (host.isEmpty()) {
            return own.get();
        }
        Known known = last;
        if (known != null && known.host().equals(host.get()) && known.scheme().equals(scheme)) {
            return known.base();
        }
        URI base = trusted(Folding.lower(host.get()), scheme);
        if (base == null) {
            unknown.accept(host.get());
            return own.get();
        }
        last = new Known(host.get(), scheme, base);
        return base;
    }

    private @Nullable URI trusted(String authority, String scheme) {
        var parts = AUTHORITY.matcher(authority);
        if (!parts.matches()) {
            return null;
        }
        if (parts.group(2) != null && Integer.parseInt(parts.group(2)) > 0xffff) {
            return null;
        }
        for (URI origin : origins) {
            if (authority.equals(origin.getRawAuthority())) {
                return origin;
            }
        }
        boolean known = names.contains(authority) || names.contains(parts.group(1));
        return known ? URI.create(scheme + "://" + authority) : null;
    }
}
