package dev.postern.token;

import dev.postern.directory.Tenant;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The audiences that a client assertion may have: this server's token endpoints and issuers at any of its own addresses, or at
 * the public address that clients know. Other hosts are refused, and loopback names need a port of this server. Otherwise an
 * assertion made for another service could be used here.
 */
public final class AssertionAudiences {
    private static final String PUBLIC = "https://login.microsoftonline.com";
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    /** The path of the issuer of v2.0 tokens. */
    private static final Pattern SECOND_FORM = Pattern.compile("/[0-9a-f-]{36}/v2\\.0/?");

    private static final List<String> PATHS = List.of("/oauth2/v2.0/token", "/oauth2/token", "/v2.0", "/");

    private final Supplier<Set<URI>> own;

    /** @param own this server's addresses, scheme and authority; read at every use */
    public AssertionAudiences(Supplier<Set<URI>> own) {
        this.own = own;
    }

    /**
     * Returns whether an audience names this server for this tenant.
     *
     * @param base the address under which the server was called: a configured name, or a loopback name with any port
     */
    boolean accept(String audience, Tenant tenant, URI base) {
        var names = new ArrayList<>(tenant.domains());
        names.add(tenant.id().toString());
        Set<String> bases = bases(base);
        return audience.equalsIgnoreCase(TokenIssuer.issuer(tenant.id()))
                || bases.stream()
                        .anyMatch(start -> names.stream()
                                .anyMatch(name -> PATHS.stream()
                                        .anyMatch(path -> audience.equalsIgnoreCase(start + "/" + name + path))));
    }

    /** Returns whether an issuer is this server itself, whose tokens must not be used as assertions. */
    boolean isOurIssuer(String issuer, URI base) {
        String folded = issuer.toLowerCase(Locale.ROOT);
        return folded.startsWith("https://sts.windows.net/")
                || folded.startsWith(PUBLIC + "/")
                || bases(base).stream()
                        .map(start -> start.toLowerCase(Locale.ROOT))
                        .anyMatch(start -> folded.startsWith(start)
                                && SECOND_FORM
                                        .matcher(folded.substring(start.length()))
                                        .matches());
    }

    /** Clients choose the port after a loopback name, so such an address counts only if it is one of this server. */
    private Set<String> bases(URI base) {
        var bases = new HashSet<String>();
        bases.add(PUBLIC);
        own.get().forEach(address -> bases.add(address.toString()));
        if (!LOOPBACK.contains(String.valueOf(base.getHost()).toLowerCase(Locale.ROOT))) {
            bases.add(base.toString());
        }
        return bases;
    }
}
