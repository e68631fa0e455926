package dev.postern.graph.azuread;

import dev.postern.graph.GraphFailure;
import dev.postern.query.Folding;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Queries of Azure AD Graph. */
final class AzureAdQuery {
    private static final String VERSION = "api-version";

    private AzureAdQuery() {}

    /**
     * The options by name. Unknown options, and versions other than 1.6, are refused. {@code $top} is checked but does
     * not limit the result: a response contains all objects, and the cmdlets truncate the list.
     */
    static Map<String, String> read(String rawQuery, Set<String> known) {
        var options = new HashMap<String, String>();
        for (String part : rawQuery.split("&", -1)) {
            if (part.isEmpty()) {
                continue;
            }
            int equals = part.indexOf('=');
            String name = Folding.lower(decode(equals < 0 ? part : part.substring(0, equals)));
            String value = equals < 0 ? "" : decode(part.substring(equals + 1));
            if (!known.contains(name) || options.put(name, value) != null) {
                throw GraphFailure.unsupportedQuery(
                        "The query option '" + name + "' is not supported, or given twice.");
            }
        }
        if (!"1.6".equals(options.get(VERSION))) {
            throw GraphFailure.directory("The specified api-version is invalid. The value must be exactly '1.6'.");
        }
        if (!options.getOrDefault("$top", "1").matches("[1-9][0-9]{0,2}")) {
            throw GraphFailure.directory("Invalid page size specified. It must be between 1 and 999.");
        }
        return options;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw GraphFailure.directory("The query contains an invalid percent-encoding.");
        }
    }

    /** Replaces the property names of this service, outside of quotes, by those of Microsoft Graph. */
    static String withGraphNames(String filter) {
        var out = new StringBuilder();
        String[] parts = filter.split("'", -1);
        for (int i = 0; i < parts.length; i++) {
            out.append(i == 0 ? "" : "'")
                    .append(i % 2 == 0 ? parts[i].replaceAll("(?i)\\bobjectId\\b", "id") : parts[i]);
        }
        return out.toString();
    }
}
