package dev.postern.console.page;

import dev.postern.http.BadRequest;
import dev.postern.http.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fields of a form or the parameters of a query. A field may occur several times, as check boxes do. */
public record FormFields(Map<String, List<String>> values) {
    static final FormFields NONE = new FormFields(Map.of());

    private static final int MAX_BODY_BYTES = 64 << 10;
    private static final int MAX_QUERY_LENGTH = 8 << 10;
    private static final int MAX_FIELDS = 1_000;
    private static final String URL_ENCODED = "application/x-www-form-urlencoded";

    /** @throws BadRequest if the body is no form */
    static FormFields ofBody(Request request) {
        String type = request.header("Content-Type").orElse("");
        if (!type.split(";", 2)[0].strip().equalsIgnoreCase(URL_ENCODED)) {
            throw new BadRequest("A form of the type " + URL_ENCODED + " is expected.");
        }
        return parse(new String(request.body(MAX_BODY_BYTES), StandardCharsets.ISO_8859_1));
    }

    /** @throws BadRequest if the query is malformed or too long */
    static FormFields ofQuery(Request request) {
        if (request.rawQuery().length() > MAX_QUERY_LENGTH) {
            throw new BadRequest("The query is longer than " + MAX_QUERY_LENGTH + " characters.");
        }
        return parse(request.rawQuery());
    }

    static FormFields parse(String text) {
        var values = new LinkedHashMap<String, List<String>>();
        int count = 0;
        for (String pair : text.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            if (++count > MAX_FIELDS) {
                throw new BadRequest("The form has more than " + MAX_FIELDS + " fields.");
            }
            int equals = pair.indexOf('=');
            values.computeIfAbsent(decode(equals < 0 ? pair : pair.substring(0, equals)), _ -> new ArrayList<>())
                    .add(equals < 0 ? "" : decode(pair.substring(equals + 1)));
        }
        return new FormFields(values);
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new BadRequest("The form is malformed.");
        }
    }

    /** The first value without spaces around it, unless it is missing or empty. */
    public Optional<String> find(String name) {
        return all(name).stream().findFirst();
    }

    /** As {@link #find}, or an empty text. */
    public String text(String name) {
        return find(name).orElse("");
    }

    /** Whether a check box is set. */
    public boolean flag(String name) {
        return find(name).isPresent();
    }

    /** All values without spaces around them that are not empty. */
    public List<String> all(String name) {
        return values.getOrDefault(name, List.of()).stream()
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }
}
