package dev.postern.workflow.masking;

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
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Finds values that must not be shown: alone, inside of longer texts, and in common encodings. One pass over the
 * text, however many values there are.
 */
public final class SecretValues {
    /** Shorter values are masked only if they are the whole text, because they occur by chance in many texts. */
    private static final int MIN_LENGTH = 4;

    private static final int BEGINNING = 64;

    private final Set<String> whole = new HashSet<>();
    /** @param base64 whether the whole surrounding base64 text is masked, because its ends contain bits of the value too */
    private record Form(String text, boolean base64) {}

    private record Match(int from, int to) {}

    private final Map<Integer, List<Form>> byStart = new HashMap<>();

    SecretValues(Collection<JsonNode> values) {
        values.forEach(this::add);
        byStart.values()
                .forEach(list -> list.sort(
                        Comparator.comparingInt((Form form) -> form.text().length())
                                .reversed()));
    }

    private void add(JsonNode value) {
        if (value.isContainer()) {
            value.forEach(this::add);
        } else if (!value.isNull() && !value.isBoolean() && !value.asString("").isEmpty()) {
            String text = value.asString("");
            whole.add(fold(text));
            forms(text).stream().distinct().forEach(form -> {
                if (form.text().length() >= MIN_LENGTH) {
                    List<Form> same = byStart.computeIfAbsent(start(form.text(), 0), key -> new ArrayList<>());
                    if (!same.contains(form)) {
                        same.add(form);
                    }
                }
            });
        }
    }

    private static List<Form> forms(String text) {
        var forms = new ArrayList<Form>();
        plain(text).forEach(form -> forms.add(new Form(fold(form), false)));
        base64(text).forEach(form -> forms.add(new Form(fold(form), true)));
        return forms;
    }

    private static List<String> plain(String text) {
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
        return forms;
    }

    private static List<String> base64(String text) {
        var forms = new ArrayList<String>();
        for (int before = 0; before < 3; before++) {
            String base64 = base64(text, before);
            // Two known bytes are too few to recognise a value.
            if (base64.length() >= 6) {
                forms.add(base64);
                forms.add(base64.replace('+', '-').replace('/', '_'));
                forms.add(URLEncoder.encode(base64, StandardCharsets.UTF_8));
            }
        }
        return forms;
    }

    /** Returns the base64 characters that depend on the text alone if this many bytes (such as a user name) precede it. */
    private static String base64(String text, int before) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] padded = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, padded, before, bytes.length);
        String all = Base64.getEncoder().withoutPadding().encodeToString(padded);
        int from = (before * 8 + 5) / 6;
        return all.substring(Math.min(from, all.length()), padded.length * 8 / 6);
    }

    boolean any() {
        return !whole.isEmpty();
    }

    boolean isOne(String text) {
        return !whole.isEmpty() && whole.contains(fold(text));
    }

    String mask(String text, String mask) {
        if (isOne(text)) {
            return mask;
        }
        if (byStart.isEmpty() || text.length() < MIN_LENGTH) {
            return text;
        }
        String folded = fold(text);
        var result = new StringBuilder();
        int copied = 0;
        for (int i = 0; i + MIN_LENGTH <= folded.length(); i++) {
            Match found = at(folded, i, copied);
            if (found != null) {
                result.append(text, copied, found.from()).append(mask);
                copied = found.to();
                i = copied - 1;
            }
        }
        return copied == 0 ? text : result.append(text, copied, text.length()).toString();
    }

    /**
     * Returns the range to mask if a value begins at this position, or null. Long values are recognised by their first characters, which
     * bounds the cost per position.
     *
     * @param copied the earliest start of the range
     */
    private @Nullable Match at(String folded, int place, int copied) {
        for (Form known : byStart.getOrDefault(start(folded, place), List.of())) {
            String form = known.text();
            int length = Math.min(form.length(), BEGINNING);
            if (folded.regionMatches(place, form, 0, length)) {
                while (length < form.length()
                        && place + length < folded.length()
                        && folded.charAt(place + length) == form.charAt(length)) {
                    length++;
                }
                return known.base64() ? run(folded, place, place + length, copied) : new Match(place, place + length);
            }
        }
        return null;
    }

    private static Match run(String folded, int place, int end, int copied) {
        int from = place;
        while (from > copied && isBase64(folded.charAt(from - 1))) {
            from--;
        }
        int to = end;
        while (to < folded.length() && (isBase64(folded.charAt(to)) || "/=%".indexOf(folded.charAt(to)) >= 0)) {
            to++;
        }
        return new Match(from, to);
    }

    /** Returns whether it is in the base64 alphabet, except for characters that also separate parts of URLs. */
    private static boolean isBase64(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '_';
    }

    private static int start(String folded, int place) {
        int hash = 0;
        for (int i = place; i < place + MIN_LENGTH; i++) {
            hash = hash * 31 + folded.charAt(i);
        }
        return hash;
    }

    /** Converts to lower case, character by character, so that positions do not change. */
    private static String fold(String text) {
        char[] folded = text.toCharArray();
        for (int i = 0; i < folded.length; i++) {
            folded[i] = Character.toLowerCase(folded[i]);
        }
        return new String(folded);
    }
}
