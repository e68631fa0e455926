package dev.postern.workflow.call;

import dev.postern.query.Folding;
import dev.postern.workflow.expression.ValueText;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads a call from the evaluated inputs of an HTTP action. */
public final class CallReader {
    /** The audience of tokens if the definition specifies none. */
    public static final String DEFAULT_AUDIENCE = "https://management.azure.com/";

    private static final int MAX_URI_LENGTH = 2_048;
    private static final Set<String> METHODS = Set.of("GET", "PUT", "POST", "PATCH", "DELETE", "HEAD", "OPTIONS");
    private static final Set<String> STRIPPED = Set.of(
            "allow",
            "connection",
            "cookie",
            "expect",
            "expires",
            "host",
            "last-modified",
            "origin",
            "set-cookie",
            "transfer-encoding",
            "upgrade");
    private static final Set<String> KEPT_CONTENT = Set.of("content-disposition", "content-encoding", "content-type");

    private CallReader() {}

    /** Throws {@link CallRefused} if the inputs are invalid. */
    public static Call read(JsonNode inputs) {
        String method = Folding.upper(text(inputs, "method"));
        if (!METHODS.contains(method)) {
            throw invalid("method", "it must be one of 'GET, PUT, POST, PATCH, DELETE'");
        }
        Map<String, String> headers = headers(inputs);
        Bodies.Encoded body = Bodies.encode(inputs.path("body"));
        if (body != null && headers.keySet().stream().noneMatch("content-type"::equalsIgnoreCase)) {
            headers.put("Content-Type", body.type());
        }
        return new Call(method, uri(inputs), headers, body == null ? null : body.content(), authentication(inputs));
    }

    private static String text(JsonNode inputs, String member) {
        JsonNode value = inputs.path(member);
        if (!value.isString() || value.stringValue().isBlank()) {
            throw invalid(member, "it must be a string");
        }
        return value.stringValue();
    }

    private static CallRefused invalid(String member, String reason) {
        return new CallRefused("BadRequest", "The input '" + member + "' is not valid: " + reason + ".");
    }

    private static URI uri(JsonNode inputs) {
        var text = new StringBuilder(text(inputs, "uri").strip().replace(" ", "%20"));
        for (Map.Entry<String, JsonNode> query : inputs.path("queries").properties()) {
            text.append(text.indexOf("?") < 0 ? '?' : '&')
                    .append(encode(query.getKey()))
                    .append('=')
                    .append(encode(ValueText.of(query.getValue())));
        }
        return absolute(text.toString());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Parses an absolute HTTP URL; throws {@link CallRefused} for anything else. */
    public static URI absolute(String text) {
        if (text.length() > MAX_URI_LENGTH) {
            throw invalid("uri", "it has more than '" + MAX_URI_LENGTH + "' characters");
        }
        try {
            URI uri = new URI(text);
            String scheme = uri.getScheme() == null ? "" : Folding.lower(uri.getScheme());
            if (uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && Set.of("http", "https").contains(scheme)) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // handled like any other text that is not a URL
        }
        throw invalid("uri", "it must be an absolute URL with the scheme 'http' or 'https'");
    }

    private static Map<String, String> headers(JsonNode inputs) {
        var headers = new LinkedHashMap<String, String>();
        for (Map.Entry<String, JsonNode> header : inputs.path("headers").properties()) {
            String folded = Folding.lower(header.getKey());
            boolean stripped = STRIPPED.contains(folded)
                    || folded.startsWith("accept-")
                    || (folded.startsWith("content-") && !KEPT_CONTENT.contains(folded));
            if (!stripped) {
                headers.put(name(header.getKey()), value(header.getKey(), ValueText.of(header.getValue())));
            }
        }
        String cookie = inputs.path("cookie").asString("");
        if (!cookie.isEmpty()) {
            headers.put("Cookie", value("cookie", cookie));
        }
        return headers;
    }

    private static String name(String name) {
        if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
            throw invalid("headers", "'" + name + "' is not a valid header name");
        }
        return name;
    }

    private static String value(String name, String value) {
        if (value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 127)) {
            throw invalid("headers", "the value of '" + name + "' has characters that are not allowed in a header");
        }
        return value;
    }

    private static Call.Authentication authentication(JsonNode inputs) {
        JsonNode source = inputs.path("authentication");
        if (!source.isObject() || source.isEmpty()) {
            return new Call.Anonymous();
        }
        String type = Folding.lower(source.path("type").asString(""));
        return switch (type) {
            case "managedserviceidentity" -> managed(source);
            case "basic" ->
                new Call.Fixed("Basic "
                        + Base64.getEncoder()
                                .encodeToString((source.path("username").asString("") + ":"
                                                + source.path("password").asString(""))
                                        .getBytes(StandardCharsets.UTF_8)));
            case "raw" ->
                new Call.Fixed(value("authentication", source.path("value").asString("")));
            default -> throw invalid("authentication", "the type '" + type + "' is not supported by Postern");
        };
    }

    private static Call.Authentication managed(JsonNode source) {
        String identity = source.path("identity").asString("");
        if (!identity.isEmpty() && !identity.equalsIgnoreCase("SystemAssigned")) {
            throw invalid("authentication", "user-assigned identities are not supported by Postern");
        }
        return new Call.Managed(source.path("audience").asString(DEFAULT_AUDIENCE));
    }
}
