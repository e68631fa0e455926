package dev.postern.workflow.call;

import dev.postern.query.Folding;
import dev.postern.workflow.expression.ValueText;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads a call from the evaluated inputs of an HTTP action. */
public final class CallReader {
    private static final int MAX_URI_LENGTH = 2_048;
    private static final String ESCAPED = " \"<>\\^`{|}";
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
        if (body != null && (inputs.path("body").has("$multipart") || !hasType(headers))) {
            // Only the encoder knows the boundary of a multipart body.
            headers.keySet().removeIf("content-type"::equalsIgnoreCase);
            headers.put("Content-Type", value("content-type", body.type()));
        }
        return new Call(
                method,
                uri(inputs),
                headers,
                body == null ? null : body.content(),
                AuthenticationReader.read(inputs.path("authentication")));
    }

    private static boolean hasType(Map<String, String> headers) {
        return headers.keySet().stream().anyMatch("content-type"::equalsIgnoreCase);
    }

    private static String text(JsonNode inputs, String member) {
        JsonNode value = inputs.path(member);
        if (!value.isString() || value.stringValue().isBlank()) {
            throw invalid(member, "it must be a string");
        }
        return value.stringValue();
    }

    static CallRefused invalid(String member, String reason) {
        return new CallRefused("BadRequest", "The input '" + member + "' is not valid: " + reason + ".");
    }

    private static URI uri(JsonNode inputs) {
        String[] parts = text(inputs, "uri").strip().split("#", 2);
        var text = new StringBuilder(escaped(parts[0]));
        for (Map.Entry<String, JsonNode> query : inputs.path("queries").properties()) {
            text.append(text.indexOf("?") < 0 ? "?" : text.toString().matches(".*[?&]") ? "" : "&")
                    .append(encode(query.getKey()))
                    .append('=')
                    .append(encode(ValueText.of(query.getValue())));
        }
        return absolute(text.toString());
    }

    /** Encodes what a URL must not contain, as the service does, so that filters can be written as they are read. */
    private static String escaped(String text) {
        var escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean percent = c == '%' && !text.substring(i).matches("(?s)%[0-9A-Fa-f]{2}.*");
            if (percent || ESCAPED.indexOf(c) >= 0) {
                escaped.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
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

    static String name(String name) {
        if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
            throw invalid("headers", "'" + name + "' is not a valid header name");
        }
        return name;
    }

    static String value(String name, String value) {
        if (value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 127)) {
            throw invalid("headers", "the value of '" + name + "' has characters that are not allowed in a header");
        }
        return value;
    }
}
