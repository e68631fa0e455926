package dev.postern.token;

import dev.postern.directory.Tenant;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What an assertion may name as its audience: this server's token endpoints and issuers under any of its own addresses, or under
 * the public address that clients know. Never an arbitrary host: else an assertion made for another service could be used here.
 */
public final class AssertionAudiences {
    private static final String PUBLIC = "https://login.microsoftonline.com";
    private static final List<String> PATHS = List.of("/oauth2/v2.0/token", "/oauth2/token", "/v2.0", "/");

    private final Supplier<Set<URI>> own;

    /** @param own this server's addresses: scheme and authority; asked at every use */
    public AssertionAudiences(Supplier<Set<URI>> own) {
        this.own = own;
    }

    /**
     * Whether an audience names this server for this tenant.
     *
     * @param base the address under which the server was called, which is one of its own
     */
    boolean accept(String audience, Tenant tenant, URI base) {
        var names = new ArrayList<>(tenant.domains());
        names.add(tenant.id().toString());
        var bases = new ArrayList<String>();
        bases.add(PUBLIC);
        bases.add(base.toString());
        own.get().forEach(address -> bases.add(address.toString()));
        return audience.equalsIgnoreCase(TokenIssuer.issuer(tenant.id()))
                || bases.stream()
                        .anyMatch(start -> names.stream()
                                .anyMatch(name -> PATHS.stream()
                                        .anyMatch(path -> audience.equalsIgnoreCase(start + "/" + name + path))));
    }
}
