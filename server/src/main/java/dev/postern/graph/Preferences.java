package dev.postern.graph;

import dev.postern.query.Folding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The preferences in the Prefer headers: several headers, or several preferences in one. A handler that applies one
 * calls {@link #applied}; the response then names it in Preference-Applied. Belongs to the thread of its request.
 */
public final class Preferences {
    private final Map<String, String> requested = new LinkedHashMap<>();
    private final List<String> applied = new ArrayList<>();

    private Preferences() {}

    static Preferences of(List<String> headers) {
        var preferences = new Preferences();
        headers.forEach(header -> split(header, ',').forEach(preferences::add));
        return preferences;
    }

    private void add(String preference) {
        // the text after a semicolon is a parameter of the preference; Graph defines none
        String first = split(preference, ';').getFirst();
        int equals = first.indexOf('=');
        String name = Folding.lower((equals < 0 ? first : first.substring(0, equals)).strip());
        String value = equals < 0 ? "" : unquoted(first.substring(equals + 1).strip());
        if (!name.isEmpty()) {
            requested.putIfAbsent(name, value);
        }
    }

    private static List<String> split(String text, char separator) {
        var parts = new ArrayList<String>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static String unquoted(String value) {
        return value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1)
                : value;
    }

    /**
     * The value of a preference without its quotes, or an empty text if it has none. Names are compared without case.
     */
    public Optional<String> value(String name) {
        return Optional.ofNullable(requested.get(Folding.lower(name)));
    }

    /** {@code Prefer: IdType="ImmutableId"}. */
    public boolean immutableIds() {
        return value("IdType").filter("ImmutableId"::equalsIgnoreCase).isPresent();
    }

    /** Decides on the style of ids, whatever the header says. */
    public void fixImmutableIds(boolean immutable) {
        requested.put("idtype", immutable ? "ImmutableId" : "");
    }

    /** {@code Prefer: return=minimal}. */
    public boolean minimal() {
        return value("return").filter("minimal"::equalsIgnoreCase).isPresent();
    }

    /** {@code Prefer: odata.maxpagesize=50}, also without its prefix; at most 999,999. Empty if it is not a positive number. */
    public Optional<Integer> maxPageSize() {
        return value("odata.maxpagesize")
                .or(() -> value("maxpagesize"))
                .filter(text -> text.matches("[1-9][0-9]*"))
                .map(text -> text.length() > 6 ? 999_999 : Integer.parseInt(text));
    }

    /**
     * Records that a preference was applied, in the format of the response header: {@code outlook.timezone="UTC"}.
     * Repeated calls have no effect.
     */
    public void applied(String preference) {
        if (!applied.contains(preference)) {
            applied.add(preference);
        }
    }

    Optional<String> appliedHeader() {
        return applied.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", applied));
    }
}
