package dev.postern.management;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The parameters of a request's query, each at most once. Unknown parameters are refused by name. */
record QueryValues(Map<String, String> values) {
    static QueryValues read(String raw, Set<String> names) {
        var values = new LinkedHashMap<String, String>();
        for (String pair : raw.split("&")) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            if (!names.contains(name)) {
                throw invalid("The query parameter '" + name + "' is not supported. Supported are "
                        + String.join(", ", names.stream().sorted().toList()) + ".");
            }
            if (values.put(name, equals < 0 ? "" : decode(pair.substring(equals + 1))) != null) {
                throw invalid("The query parameter '" + name + "' is given more than once.");
            }
        }
        return new QueryValues(values);
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw invalid("The query of the request is not valid.");
        }
    }

    static ManagementFailure invalid(String message) {
        return new ManagementFailure(400, "InvalidRequestUri", message);
    }

    /** Returns a value; empty if it is missing or empty. */
    Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
    }

    boolean flag(String name) {
        String value = get(name).orElse("false");
        if (!value.equals("true") && !value.equals("false")) {
            throw invalid("The value of '" + name + "' must be true or false.");
        }
        return value.equals("true");
    }

    /** Returns a number of {@code $top}. */
    int top(int otherwise, int max) {
        String text = get("$top").orElse(Integer.toString(otherwise));
        if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) < 1) {
            throw invalid("The value of '$top' must be a positive number.");
        }
        return Math.min(Integer.parseInt(text), max);
    }
}
