package dev.postern.workflow.call;

import dev.postern.outbound.Origin;
import dev.postern.outbound.OutboundRequest;
import dev.postern.outbound.TargetRefused;
import dev.postern.query.Folding;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Resolves targets of calls, and decides which of them may get a token.
 *
 * @param self the URL under which this server reaches itself; read at every call, because the port may be known late
 * @param own other origins of this server
 * @param graphNames whether an audience is Microsoft Graph under a name of this server
 * @param mapPublicHosts whether the public host names of Microsoft's services mean this server
 */
public record Targets(
        Supplier<URI> self, Supplier<Set<Origin>> own, Predicate<String> graphNames, boolean mapPublicHosts) {
    /**
     * The host that Graph is called under when public hosts are mapped. Links in its responses name this host, as in the cloud, so that
     * definitions that follow links or compare them work unchanged.
     */
    public static final String GRAPH = "graph.microsoft.com";

    private static final Set<String> MAPPED = Set.of(
            GRAPH, "login.microsoftonline.com", "login.windows.net", "outlook.office365.com", "management.azure.com");
    private static final Map<String, String> HOST_OF_AUDIENCE = Map.of(
            "https://graph.microsoft.com", GRAPH,
            "00000003-0000-0000-c000-000000000000", GRAPH,
            "https://outlook.office365.com", "outlook.office365.com",
            "https://outlook.office.com", "outlook.office365.com",
            "00000002-0000-0ff1-ce00-000000000000", "outlook.office365.com",
            "https://management.azure.com", "management.azure.com",
            "https://management.core.windows.net", "management.azure.com",
            "https://graph.windows.net", "graph.windows.net");

    /** Returns the URL that is actually called. */
    URI resolve(URI uri) {
        return mapped(uri) ? onSelf(uri) : uri;
    }

    /** Returns the request that is actually sent. */
    OutboundRequest request(String method, URI uri, Map<String, String> headers, byte @Nullable [] body) {
        String host = mapped(uri) && GRAPH.equals(host(uri)) ? GRAPH : null;
        return new OutboundRequest(method, resolve(uri), headers, body, host, null);
    }

    /** Returns the origin that is actually called. */
    Origin origin(URI uri) {
        return asWritten(resolve(uri));
    }

    private static Origin asWritten(URI uri) {
        try {
            return Origin.of(uri);
        } catch (TargetRefused e) {
            throw new CallRefused("TargetNotAllowed", String.valueOf(e.getMessage()));
        }
    }

    private boolean mapped(URI uri) {
        return mapPublicHosts
                && MAPPED.contains(host(uri))
                && uri.getScheme().equalsIgnoreCase("https")
                && (uri.getPort() < 0 || uri.getPort() == 443);
    }

    private URI onSelf(URI uri) {
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return URI.create(self.get() + uri.getRawPath() + query);
    }

    private static String host(URI uri) {
        return Folding.lower(uri.getHost());
    }

    /** Refuses to send a token to any service other than its audience. */
    void checkAudience(String audience, URI uri) {
        String bare = audience.endsWith("/") ? audience.substring(0, audience.length() - 1) : audience;
        String known = HOST_OF_AUDIENCE.get(Folding.lower(bare));
        if (known == null && graphNames.test(audience)) {
            known = GRAPH;
        }
        boolean allowed = known == null ? isHostOf(bare, uri) : isOwn(uri) || (mapped(uri) && known.equals(host(uri)));
        if (!allowed) {
            throw new CallRefused(
                    "AudienceHostMismatch",
                    "The token of the managed identity is for the audience '" + audience
                            + "' and is sent to that service only. The 'uri' names the host '" + host(uri)
                            + "'. Correct 'authentication.audience' or 'uri'.");
        }
    }

    private boolean isOwn(URI uri) {
        Origin origin = asWritten(uri);
        return origin.equals(Origin.of(self.get())) || own.get().contains(origin);
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }

    private static boolean isHostOf(String audience, URI uri) {
        Optional<URI> named = parse(audience);
        return named.isPresent()
                && host(named.get()).equals(host(uri))
                && port(named.get()) == port(uri)
                && named.get().getScheme().equalsIgnoreCase(uri.getScheme());
    }

    private static Optional<URI> parse(String audience) {
        try {
            URI uri = URI.create(audience);
            return uri.getScheme() != null && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
