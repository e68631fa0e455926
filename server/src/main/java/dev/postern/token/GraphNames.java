package dev.postern.token;

import dev.postern.query.Folding;
import java.net.URI;
import java.util.Collection;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The names of Microsoft Graph besides those in the directory: this server's own addresses, and names that the operator configured. Clients
 * of other clouds take the address of the endpoint as the name of the resource, with or without a slash at its end, and some of
 * them leave out the port. Case does not matter. Thread-safe.
 */
public final class GraphNames {
    /** For a core without a server. */
    public static final GraphNames NONE = new GraphNames(Set::of, Set.of());

    private static final int MAX_LENGTH = 255;
    private static final Pattern ORIGIN =
            Pattern.compile("(https?)://(\\[[0-9a-f:.]+]|[a-z0-9._-]+)(?::([1-9][0-9]{0,4}))?/?");

    private final Supplier<Set<URI>> own;
    private final Set<String> configured;

    private GraphNames(Supplier<Set<URI>> own, Set<String> configured) {
        this.own = own;
        this.configured = configured;
    }

    /**
     * @param own this server's addresses, scheme and authority; read at every use
     * @param configured other names
     */
    public static GraphNames of(Supplier<Set<URI>> own, Collection<String> configured) {
        return new GraphNames(
                own,
                configured.stream()
                        .map(name -> canonical(Folding.lower(name)))
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /** Returns whether a name is one of these. An address with a path or a query is not. */
    public boolean contain(String name) {
        if (name.length() > MAX_LENGTH) {
            return false;
        }
        String lower = Folding.lower(name);
        if (configured.contains(canonical(lower))) {
            return true;
        }
        Address asked = Address.parse(lower);
        return asked != null
                && own.get().stream().anyMatch(address -> {
                    Address known = Address.parse(Folding.lower(address.toString()));
                    return known != null && asked.isNameOf(known);
                });
    }

    /** A name without a slash at its end, and without the default port of its scheme. */
    private static String canonical(String name) {
        Address address = Address.parse(name);
        return address != null ? address.text() : name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    }

    /** @param port 0 if the address has none, or the default port of its scheme */
    private record Address(String scheme, String host, int port) {
        static @Nullable Address parse(String lower) {
            Matcher parts = ORIGIN.matcher(lower);
            if (!parts.matches()) {
                return null;
            }
            String scheme = parts.group(1);
            int port = parts.group(3) == null ? 0 : Integer.parseInt(parts.group(3));
            boolean usual = port == (scheme.equals("https") ? 443 : 80);
            return new Address(scheme, parts.group(2), usual ? 0 : port);
        }

        String text() {
            return scheme + "://" + host + (port == 0 ? "" : ":" + port);
        }

        /** The Java client derives {@code https://localhost} from {@code https://localhost:8443}. */
        boolean isNameOf(Address known) {
            boolean leftOut = port == 0 && scheme.equals("https");
            return scheme.equals(known.scheme) && host.equals(known.host) && (leftOut || port == known.port);
        }
    }
}
