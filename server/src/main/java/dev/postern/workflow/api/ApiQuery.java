package dev.postern.workflow.api;

import dev.postern.query.Folding;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The query of a request. Names are compared without regard to case. */
record ApiQuery(Map<String, String> values) {
    static ApiQuery of(String raw) {
        var values = new LinkedHashMap<String, String>();
        for (String pair : raw.split("&")) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                values.putIfAbsent(Folding.lower(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return new ApiQuery(values);
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ArmFailure(400, "InvalidRequestUri", "The query of the request is not valid.");
        }
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** Returns the page size: 30 by default, at most 100. */
    int top() {
        String top = get("$top").orElse("30");
        if (!top.matches("[0-9]{1,6}") || Integer.parseInt(top) < 1) {
            throw new ArmFailure(400, "InvalidRequestContent", "The value of '$top' must be a positive number.");
        }
        return Math.min(Integer.parseInt(top), 100);
    }
}
