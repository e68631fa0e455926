package dev.postern.graph.mail;

import dev.postern.graph.GraphFailure;
import dev.postern.graph.content.HeaderText;
import dev.postern.query.Folding;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The custom headers that a caller may set in its own message. */
final class InternetHeaders {
    private static final int MAX_HEADERS = 5;
    private static final int MAX_VALUE_LENGTH = 10_000;
    private static final Pattern NAME = Pattern.compile("[xX]-[!-9;-~]{1,250}");

    private InternetHeaders() {}

    static void check(ObjectNode message) {
        if (message.path("internetMessageHeaders").isNull()) {
            message.remove("internetMessageHeaders");
        }
        JsonNode headers = message.path("internetMessageHeaders");
        // Graph refuses an empty collection with the same text
        if (headers.size() > MAX_HEADERS || (headers.isArray() && headers.isEmpty())) {
            throw new GraphFailure(
                    400,
                    "InvalidInternetMessageHeaderCollection",
                    "Maximum number of headers in one message should be less than or equal to " + MAX_HEADERS + ".");
        }
        Set<String> names = new HashSet<>();
        headers.forEach(header -> {
            check(header);
            String name = header.path("name").stringValue("");
            if (!names.add(Folding.lower(name))) {
                throw invalid("The internet message header '" + name + "' is given twice.");
            }
        });
    }

    private static void check(JsonNode header) {
        String name = header.path("name").stringValue("");
        if (!NAME.matcher(name).matches()) {
            String shown = HeaderText.clean(name.length() > 100 ? name.substring(0, 100) : name);
            throw invalid(
                    name.regionMatches(true, 0, "x-", 0, 2)
                            ? "The internet message header name '" + shown + "' is not a valid header name."
                            : "The internet message header name '" + shown + "' should start with 'x-' or 'X-'.");
        }
        String value = header.path("value").stringValue("");
        if (value.length() > MAX_VALUE_LENGTH || value.chars().anyMatch(c -> c != '\t' && Character.isISOControl(c))) {
            throw invalid("The value of the internet message header '" + name
                    + "' is too long or contains a line break or another control character.");
        }
    }

    private static GraphFailure invalid(String message) {
        return new GraphFailure(400, "InvalidInternetMessageHeader", message);
    }
}
