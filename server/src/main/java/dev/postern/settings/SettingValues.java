package dev.postern.settings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The values of all sources, read one key at a time. A key becomes known when it is read, so keys that were never read are
 * reported as unknown. Problems are collected, and the default is used until they are reported.
 */
final class SettingValues {
    static final String DEFAULT = "default";
    private static final int MAX_SHOWN_LENGTH = 100;

    private final Map<String, Raw> raw;
    private final List<String> problems;
    private final TreeSet<String> known = new TreeSet<>();
    private final List<Settings.Effective> effective = new ArrayList<>();

    SettingValues(Map<String, Raw> raw, List<String> problems) {
        this.raw = new LinkedHashMap<>(raw);
        this.problems = problems;
    }

    <T> T one(String key, String fallback, Function<String, T> form) {
        return one(key, fallback, form, text -> text).orElseGet(() -> form.apply(fallback));
    }

    /** Returns a value that may be absent; it is then shown as {@code absent}. */
    <T> Optional<T> one(String key, String absent, Function<String, T> form, Function<String, String> shown) {
        known.add(key);
        Raw value = raw.remove(key);
        if (value == null) {
            effective.add(new Settings.Effective(key, absent, DEFAULT));
            return Optional.empty();
        }
        if (!(value instanceof Raw.One(String text, String origin))) {
            problems.add(value.origin() + ": " + key + " must be one value, not a list");
            return Optional.empty();
        }
        T parsed = parse(origin + ": " + key, text, form);
        if (parsed == null) {
            return Optional.empty();
        }
        effective.add(new Settings.Effective(key, shown.apply(text), origin));
        return Optional.of(parsed);
    }

    /** Returns a list; a plain value is split at commas, because the environment and the command line contain lists in that form. */
    <T> List<T> many(String key, Function<String, T> form) {
        known.add(key);
        Raw value = raw.remove(key);
        List<String> texts = switch (value) {
            case null -> List.of();
            case Raw.One(String text, String _) ->
                Arrays.stream(text.split(","))
                        .map(String::strip)
                        .filter(part -> !part.isEmpty())
                        .toList();
            case Raw.Many(var items, String _) ->
                items.stream().map(item -> item.getOrDefault("", "")).toList();
        };
        effective.add(new Settings.Effective(
                key, "[" + String.join(", ", texts) + "]", value == null ? DEFAULT : value.origin()));
        var parsed = new ArrayList<T>();
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            T item = parse((value == null ? DEFAULT : value.origin()) + ": " + entry(key, i, text), text, form);
            if (item != null) {
                parsed.add(item);
            }
        }
        return parsed;
    }

    /** Describes an entry of a list by its number, from one, and its value. Lists contain no secrets. */
    static String entry(String key, int index, String text) {
        String cut = text.length() > MAX_SHOWN_LENGTH ? text.substring(0, MAX_SHOWN_LENGTH) + "..." : text;
        return key + ", entry " + (index + 1) + " '"
                + Secrets.hideIn(cut.replaceAll("\\p{Cntrl}", "?").replaceAll("://[^/@]*@", "://***@")) + "'";
    }

    /** Returns the source of the value of a key. */
    String origin(String key) {
        return effective.stream()
                .filter(one -> one.key().equals(key))
                .map(Settings.Effective::origin)
                .findFirst()
                .orElse(DEFAULT);
    }

    /** Returns a list of small tables, each with exactly these fields. */
    List<Map<String, String>> tables(String key, List<String> fields) {
        known.add(key);
        Raw value = raw.remove(key);
        if (value == null) {
            effective.add(new Settings.Effective(key, "[]", DEFAULT));
            return List.of();
        }
        if (!(value instanceof Raw.Many(var items, String origin))) {
            problems.add(
                    value.origin() + ": " + key + " must be a list of entries with " + String.join(" and ", fields));
            return List.of();
        }
        for (int i = 0; i < items.size(); i++) {
            if (!items.get(i).keySet().equals(java.util.Set.copyOf(fields))) {
                problems.add(origin + ": " + entry(key, i, items.get(i).toString()) + " must have "
                        + String.join(" and ", fields) + ", and nothing else");
            }
        }
        effective.add(new Settings.Effective(key, items.toString(), origin));
        return items;
    }

    <T> @Nullable T parse(String place, String text, Function<String, T> form) {
        try {
            return form.apply(text);
        } catch (IllegalArgumentException | ArithmeticException e) {
            problems.add(place + " " + (e instanceof ArithmeticException ? "is too large" : e.getMessage()));
            return null;
        }
    }

    void problem(String text) {
        problems.add(text);
    }

    /** Reports keys that were never read; called last. */
    void refuseUnknown() {
        raw.forEach((key, value) -> problems.add(value.origin() + ": there is no setting " + key
                + Nearest.to(key, known)
                        .map(near -> "; did you mean " + near + "?")
                        .orElse("")));
    }

    List<Settings.Effective> effective() {
        return effective;
    }
}
