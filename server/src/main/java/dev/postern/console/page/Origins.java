package dev.postern.console.page;

import dev.postern.http.Request;
import java.net.URI;
import java.util.List;
import java.util.Set;

/** Whether a request of a browser comes from a page of this console, by the headers that browsers set and pages cannot change. */
final class Origins {
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private Origins() {}

    /** Whether the host is a name of this server. Otherwise a foreign name may have been pointed to this address (DNS rebinding). */
    static boolean isOwnHost(Request request) {
        List<String> hosts = request.headers("Host");
        return hosts.size() == 1
                && hosts.getFirst().equalsIgnoreCase(request.base().getRawAuthority());
    }

    /** Whether a form was sent by a page of this console. Old browsers and programs send neither header; there the form token decides. */
    static boolean isOwnForm(Request request) {
        List<String> origins = request.headers("Origin");
        if (origins.size() > 1 || !request.headers("Sec-Fetch-Site").stream().allMatch(OWN_SITES::contains)) {
            return false;
        }
        return origins.stream().allMatch(origin -> isOwn(origin, request.base()));
    }

    private static boolean isOwn(String origin, URI base) {
        return origin.equalsIgnoreCase(base.getScheme() + "://" + base.getRawAuthority());
    }
}
