package dev.postern.workflow.expression;

import dev.postern.query.Folding;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** Functions that return parts of a URI. */
final class UriFunctions {
    private UriFunctions() {}

    static List<Function> all() {
        return List.of(
                f("uriHost", uri -> JsonValues.text(uri.getHost())),
                f("uriPath", uri -> JsonValues.text(path(uri))),
                f("uriPathAndQuery", uri -> JsonValues.text(path(uri) + query(uri))),
                f("uriPort", uri -> JsonValues.number(port(uri))),
                f("uriScheme", uri -> JsonValues.text(Folding.lower(uri.getScheme()))),
                f("uriQuery", uri -> JsonValues.text(query(uri))));
    }

    private static Function f(String name, java.util.function.Function<URI, JsonNode> part) {
        Function.Eager body = arguments -> part.apply(parse(arguments));
        return new Function(name, 1, 1, body);
    }

    private static URI parse(FunctionArguments arguments) {
        try {
            URI uri = new URI(arguments.text(0));
            if (uri.getScheme() != null && uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // handled like any other text that is not an absolute URI
        }
        throw arguments.invalid("The value is not an absolute URI.");
    }

    private static String path(URI uri) {
        String path = Objects.requireNonNullElse(uri.getRawPath(), "");
        return path.isEmpty() ? "/" : path;
    }

    private static String query(URI uri) {
        return uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    }

    private static long port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return switch (Folding.lower(uri.getScheme())) {
            case "http" -> 80;
            case "https" -> 443;
            case "ftp" -> 21;
            default -> -1;
        };
    }
}
