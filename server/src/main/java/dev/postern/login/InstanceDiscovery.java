package dev.postern.login;

import dev.postern.http.Handler;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.token.LoginError;
import dev.postern.token.LoginFailure;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells clients whether an authority belongs to this service. Ports are not compared, because the Java client omits them
 * in its request.
 */
final class InstanceDiscovery implements Handler {
    /** Host names of the public cloud. Where clients are configured to resolve them to this server, this server is that service. */
    private static final Set<String> PUBLIC =
            Set.of("login.microsoftonline.com", "login.windows.net", "login.microsoft.com", "sts.windows.net");

    private final Login login;

    InstanceDiscovery(Login login) {
        this.login = login;
    }

    @Override
    public Response handle(Request request) {
        try {
            return TokenResponses.document(body(request));
        } catch (LoginFailure e) {
            return TokenResponses.failure(
                    e, LoginRequest.of(request), login.clock().instant());
        }
    }

    private ObjectNode body(Request request) {
        Form query = Form.ofQuery(request);
        String requested = query.required("authorization_endpoint");
        URI endpoint = parse(requested);
        String host = endpoint == null ? null : endpoint.getHost();
        if (endpoint == null || host == null || !isOurs(request, host)) {
            throw new LoginFailure(LoginError.UNKNOWN_INSTANCE, requested);
        }
        String authority = authority(request.base(), endpoint);
        String tenant = Stream.of(endpoint.getPath().split("/"))
                .filter(segment -> !segment.isEmpty())
                .findFirst()
                .orElse("common");
        String version = query.values().getOrDefault("api-version", "1.1");
        // MSAL for Python asks in version 1.0 about an endpoint of version 2.0, and uses what the document names.
        boolean first = version.equals("1.0") && !endpoint.getPath().contains("/v2.0/");
        ObjectNode body = TokenResponses.object();
        body.put(
                "tenant_discovery_endpoint",
                "https://" + authority + "/" + tenant + (first ? "" : "/v2.0") + "/.well-known/openid-configuration");
        body.put("api-version", version.equals("1.0") ? "1.0" : "1.1");
        ObjectNode instance = body.putArray("metadata").addObject();
        instance.put("preferred_network", authority);
        instance.put("preferred_cache", authority);
        ArrayNode aliases = instance.putArray("aliases").add(authority);
        if (!authority.equals(host)) {
            aliases.add(host);
        }
        return body;
    }

    /**
     * Returns host and port of the discovery document, which is HTTPS even if this request is not. A client may have omitted the port in
     * the endpoint that it asks about.
     */
    private String authority(URI base, URI endpoint) {
        String host = endpoint.getHost();
        boolean same = host.equalsIgnoreCase(base.getHost());
        if (!same && endpoint.getPort() >= 0) {
            return endpoint.getAuthority();
        }
        if (same && "https".equalsIgnoreCase(base.getScheme())) {
            return base.getAuthority();
        }
        List<URI> secure = login.own().get().stream()
                .filter(address -> "https".equalsIgnoreCase(address.getScheme()))
                .sorted()
                .toList();
        return secure.stream()
                .map(URI::getAuthority)
                .filter(endpoint.getAuthority()::equalsIgnoreCase)
                .findFirst()
                .or(() -> secure.stream()
                        .filter(address -> host.equalsIgnoreCase(address.getHost()))
                        .map(URI::getAuthority)
                        .findFirst())
                .orElse(endpoint.getAuthority());
    }

    private boolean isOurs(Request request, String host) {
        return PUBLIC.contains(host.toLowerCase(java.util.Locale.ROOT))
                || host.equalsIgnoreCase(request.base().getHost())
                || login.own().get().stream().anyMatch(address -> host.equalsIgnoreCase(address.getHost()));
    }

    private static @Nullable URI parse(String text) {
        try {
            URI uri = new URI(text);
            return "https".equalsIgnoreCase(uri.getScheme()) ? uri : null;
        } catch (java.net.URISyntaxException e) {
            return null;
        }
    }
}
