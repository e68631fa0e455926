package dev.postern.workflow.engine;

import dev.postern.workflow.expression.JsonValues;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Values that must not be shown, found wherever they stand: alone, inside of a longer text, and in the forms that texts are carried in. One pass over a
 * text, however many values there are.
 */
final class SecretValues {
    /** Shorter ones are only masked where they stand alone: every text holds them. */
    private static final int SHORTEST = 4;

    private static final int BEGINNING = 64;

    private final Set<String> whole = new HashSet<>();
    private final Map<Integer, List<String>> byStart = new HashMap<>();

    SecretValues(Collection<JsonNode> values) {
        values.forEach(this::add);
        byStart.values()
                .forEach(list ->
                        list.sort(Comparator.comparingInt(String::length).reversed()));
    }

    private void add(JsonNode value) {
        if (value.isContainer()) {
            value.forEach(this::add);
        } else if (!value.isNull() && !value.isBoolean() && !value.asString("").isEmpty()) {
            String text = value.asString("");
            whole.add(fold(text));
            forms(text).stream().map(SecretValues::fold).distinct().forEach(form -> {
                if (form.length() >= SHORTEST) {
                    List<String> same = byStart.computeIfAbsent(start(form, 0), key -> new ArrayList<>());
                    if (!same.contains(form)) {
                        same.add(form);
                    }
                }
            });
        }
    }

    private static List<String> forms(String text) {
        var forms = new ArrayList<String>();
        String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8);
        String quoted = JsonValues.text(text).toString();
        String json = quoted.substring(1, quoted.length() - 1);
        String twice = JsonValues.text(json).toString();
        forms.add(text);
        forms.add(text.strip());
        forms.add(encoded);
        forms.add(encoded.replace("+", "%20"));
        forms.add(encoded.replace("+", "%20").replace("%7E", "~").replace("*", "%2A"));
        forms.add(json);
        forms.add(twice.substring(1, twice.length() - 1));
        forms.add(text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;"));
        for (int before = 0; before < 3; before++) {
            String base64 = base64(text, before);
            // Two bytes that are known are too little to tell a value by.
            if (base64.length() >= 6) {
                forms.add(base64);
                forms.add(base64.replace('+', '-').replace('/', '_'));
                forms.add(URLEncoder.encode(base64, StandardCharsets.UTF_8));
            }
        }
        return forms;
    }

    /** The characters of Base64 that a text alone decides when so many bytes (of a user's name, say) stand before it. */
    private static String base64(String text, int before) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] padded = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, padded, before, bytes.length);
        String all = Base64.getEncoder().withoutPadding().encodeToString(padded);
        int from = (before * 8 + 5) / 6;
        return all.substring(Math.min(from, all.length()), padded.length * 8 / 6);
    }

    boolean isOne(String text) {
        return !whole.isEmpty() && whole.contains(fold(text));
    }

    String mask(String text, String mask) {
        if (isOne(text)) {
            return mask;
        }
        if (byStart.isEmpty() || text.length() < SHORTEST) {
            return text;
        }
        String folded = fold(text);
        var result = new StringBuilder();
        int copied = 0;
        for (int i = 0; i + SHORTEST <= folded.length(); i++) {
            int found = at(folded, i);
            if (found > 0) {
                result.append(text, copied, i).append(mask);
                i += found - 1;
                copied = i + 1;
            }
        }
        return copied == 0 ? text : result.append(text, copied, text.length()).toString();
    }

    /** How many characters of a value stand at a place. A long one is known by its beginning, so that no place costs more than that. */
    private int at(String folded, int place) {
        for (String form : byStart.getOrDefault(start(folded, place), List.of())) {
            int length = Math.min(form.length(), BEGINNING);
            if (folded.regionMatches(place, form, 0, length)) {
                while (length < form.length()
                        && place + length < folded.length()
                        && folded.charAt(place + length) == form.charAt(length)) {
                    length++;
                }
                return length;
            }
        }
        return 0;
    }

    private static int start(String folded, int place) {
        int hash = 0;
        for (int i = place; i < place + SHORTEST; i++) {
            hash = hash * 31 + folded.charAt(i);
        }
        return hash;
    }

    /** In lower case, character by character, so that places stay the same. */
    private static String fold(String text) {
        char[] folded = text.toCharArray();
        for (int i = 0; i < folded.length; i++) {
            folded[i] = Character.toLowerCase(folded[i]);
        }
        return new String(folded);
    }
}
