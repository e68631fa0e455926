package dev.postern.management;

import dev.postern.http.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The parameters of a query, each given at most once. */
final class QueryParameters {
    private static final int MAX_LENGTH = 8 << 10;

    private final Map<String, String> values = new HashMap<>();

    private QueryParameters() {}

    /**
     * @param known the names that may be given
     * @throws Invalid if another one is given, one is given twice, or the query is malformed
     */
    static QueryParameters read(Request request, Set<String> known) {
        var parameters = new QueryParameters();
        String query = request.rawQuery();
        if (query.length() > MAX_LENGTH) {
            throw new Invalid("The query is longer than " + MAX_LENGTH + " characters.");
        }
        for (String part : query.split("&", -1)) {
            if (!part.isEmpty()) {
                int equals = part.indexOf('=');
                String name = decoded(equals < 0 ? part : part.substring(0, equals));
                if (!known.contains(name)) {
                    throw new Invalid("The parameter '" + name + "' is not known. Known are "
                            + String.join(", ", known.stream().sorted().toList()) + ".");
                }
                if (parameters.values.put(name, equals < 0 ? "" : decoded(part.substring(equals + 1))) != null) {
                    throw new Invalid("The parameter '" + name + "' is given more than once.");
                }
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Invalid("The query is malformed.");
        }
    }

    /** A value that is not empty. */
    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
    }

    int count(String name, int otherwise, int max) {
        return text(name)
                .map(value -> {
                    if (!value.matches("[0-9]{1,9}") || Integer.parseInt(value) < 1) {
                        throw new Invalid("The parameter '" + name + "' must be a positive number.");
                    }
                    return Math.min(Integer.parseInt(value), max);
                })
                .orElse(otherwise);
    }

    /** The query cannot be used. */
    static final class Invalid extends RuntimeException {
        private static final long serialVersionUID = 1;

        Invalid(String message) {
            super(message);
        }
    }
}
