package dev.postern.workflow.expression;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Splits multipart content at its boundary. */
final class MultipartContent {
    private static final int MAX_PARTS = 1_000;
    private static final int MAX_HEADER = 8_192;
    private static final Pattern BOUNDARY =
            Pattern.compile("boundary=(?:\"([^\"]{1,200})\"|([^;\\s\"]{1,200}))", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME =
            Pattern.compile("(?:^|[;\\s])name=(?:\"([^\"]*)\"|([^;\\s\"]+))", Pattern.CASE_INSENSITIVE);

    /** @param headers by their names in lower case */
    record Part(Map<String, String> headers, JsonNode body) {
        /** The name of the field in a form, null if the part has none. */
        @Nullable
        String name() {
            Matcher name = NAME.matcher(headers.getOrDefault("content-disposition", ""));
            return !name.find() ? null : name.group(1) == null ? name.group(2) : name.group(1);
        }
    }

    private MultipartContent() {}

    static List<Part> parse(String type, byte[] content) {
        Matcher named = BOUNDARY.matcher(type);
        if (!named.find()) {
            throw new EvaluationFailed("The content type '" + type + "' of a multipart body has no boundary.");
        }
        String boundary = "--" + (named.group(1) == null ? named.group(2) : named.group(1));
        // one character for every byte
        String text = new String(content, StandardCharsets.ISO_8859_1);
        var parts = new ArrayList<Part>();
        int at = text.startsWith(boundary) ? 0 : text.indexOf("\n" + boundary) + 1;
        while (text.startsWith(boundary, at) && !text.startsWith("--", at + boundary.length())) {
            int start = text.indexOf('\n', at) + 1;
            int end = start == 0 ? -1 : text.indexOf("\n" + boundary, start - 1);
            if (end < 0) {
                throw new EvaluationFailed("A multipart body does not end with its boundary.");
            }
            if (parts.size() == MAX_PARTS) {
                throw new EvaluationFailed("A multipart body has more than '" + MAX_PARTS + "' parts.");
            }
            int stop = end > start && text.charAt(end - 1) == '\r' ? end - 1 : end;
            parts.add(part(text.substring(Math.min(start, stop), stop)));
            at = end + 1;
        }
        return parts;
    }

    private static Part part(String text) {
        var headers = new HashMap<String, String>();
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            String line = text.substring(at, end < 0 ? text.length() : end).strip();
            at = end < 0 ? text.length() : end + 1;
            if (line.isEmpty() || at > MAX_HEADER) {
                break;
            }
            int colon = line.indexOf(':');
            if (colon > 0) {
                String value = new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
                headers.put(
                        Casing.lower(line.substring(0, colon).strip()),
                        value.substring(value.indexOf(':') + 1).strip());
            }
        }
        byte[] body = text.substring(at).getBytes(StandardCharsets.ISO_8859_1);
        return new Part(headers, body(headers.getOrDefault("content-type", "text/plain"), body));
    }

    /** JSON as its value, text as a string, everything else as binary content, as in the outputs of an HTTP action. */
    private static JsonNode body(String type, byte[] content) {
        String bare = Casing.lower(type.split(";", 2)[0].strip());
        String text = new String(content, StandardCharsets.UTF_8);
        if (bare.equals("application/json") || bare.endsWith("+json")) {
            try {
                return JsonValues.parse(text);
            } catch (IllegalArgumentException e) {
                return ValueText.binary(type, content);
            }
        }
        return bare.startsWith("text/") ? JsonValues.text(text) : ValueText.binary(type, content);
    }
}
