package dev.postern.workflow.api;

import dev.postern.http.Handler;
import dev.postern.http.Json;
import dev.postern.http.Request;
import dev.postern.http.Response;
import java.net.URI;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code GET /metadata/endpoints}: the addresses of a cloud's services, before any sign-in. All services are at this server's HTTPS
 * address under the name that the caller used.
 *
 * @param own this server's addresses, scheme and authority; read at every use
 * @param secure the HTTPS address for callers whose name has none
 */
public record CloudMetadata(Supplier<Set<URI>> own, Supplier<URI> secure) implements Handler {
    private static final Pattern VERSION = Pattern.compile("20(1[5-9]|[2-9][0-9])-[01][0-9]-[0-3][0-9](-preview)?");
    /** Until this version the document is an object with four members, from then on a list of clouds. */
    private static final String FIRST_LIST = "2018";
    /** From this version on, the document is one cloud. */
    private static final String FIRST_SINGLE = "2022-09-01";

    @Override
    public Response handle(Request request) {
        try {
            String version = ApiQuery.of(request.rawQuery()).get("api-version").orElse("");
            if (!VERSION.matcher(version).matches()) {
                throw new ArmFailure(
                        400,
                        "InvalidApiVersionParameter",
                        "The api-version query parameter must be a date from 2015 on, such as 2022-09-01.");
            }
            String base = base(request) + "/";
            if (version.compareTo(FIRST_LIST) < 0) {
                return Json.response(200, first(base));
            }
            return Json.response(
                    200, version.compareTo(FIRST_SINGLE) < 0 ? Json.array().add(cloud(base)) : cloud(base));
        } catch (ArmFailure e) {
            return e.response();
        }
    }

    private URI base(Request request) {
        URI base = request.base();
        return "https".equals(base.getScheme())
                ? base
                : own.get().stream()
                        .filter(address -> "https".equals(address.getScheme())
                                && String.valueOf(address.getHost()).equals(base.getHost()))
                        .findFirst()
                        .orElseGet(secure);
    }

    private static ObjectNode first(String base) {
        ObjectNode root = Json.object();
        root.put("galleryEndpoint", base);
        root.put("graphEndpoint", "https://graph.windows.net/");
        root.put("portalEndpoint", base);
        authentication(root, base);
        return root;
    }

    private static ObjectNode cloud(String base) {
        ObjectNode root = Json.object();
        root.put("name", "Postern");
        root.put("portal", base);
        authentication(root, base).put("tenant", "common").put("identityProvider", "AAD");
        root.put("graph", base);
        root.put("graphAudience", "https://graph.windows.net/");
        root.put("microsoftGraphResourceId", base);
        root.put("resourceManager", base);
        root.putObject("suffixes");
        return root;
    }

    /** The first audience is the one that clients request tokens of the management API for. */
    private static ObjectNode authentication(ObjectNode root, String base) {
        ObjectNode authentication = root.putObject("authentication");
        authentication.put("loginEndpoint", base);
        authentication
                .putArray("audiences")
                .add("https://management.core.windows.net/")
                .add("https://management.azure.com/");
        return authentication;
    }
}
