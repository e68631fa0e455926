package dev.postern.itip;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One property as it was written.
 *
 * @param name in upper case
 *
 * @param parameters by name in upper case; several values are joined with commas
 */
record ContentLine(String name, Map<String, String> parameters, String value) {
    private static final int MAX_PARAMETERS = 50;

    /** The value of a parameter, or an empty text. */
    String parameter(String parameter) {
        return parameters.getOrDefault(parameter, "");
    }

    /** Null if the line is no property. */
    static @Nullable ContentLine parse(String line) {
        int end = nameEnd(line, 0);
        if (end == 0 || end == line.length()) {
            return null;
        }
        var parameters = new HashMap<String, String>();
        int at = end;
        while (at < line.length() && line.charAt(at) == ';' && parameters.size() < MAX_PARAMETERS) {
            int nameEnd = nameEnd(line, at + 1);
            String name = upper(line.substring(at + 1, nameEnd));
            at = nameEnd;
            if (at < line.length() && line.charAt(at) == '=') {
                int valueEnd = name.equals("TZID") ? zoneEnd(line, at + 1) : valueEnd(line, at + 1);
                parameters.putIfAbsent(name, decoded(line.substring(at + 1, valueEnd)));
                at = valueEnd;
            } else {
                // a parameter without a value
                at = valueEnd(line, at);
            }
        }
        return at < line.length() && line.charAt(at) == ':'
                ? new ContentLine(upper(line.substring(0, end)), parameters, line.substring(at + 1))
                : null;
    }

    private static int nameEnd(String line, int from) {
        int at = from;
        while (at < line.length() && (line.charAt(at) == '-' || Character.isLetterOrDigit(line.charAt(at)))) {
            at++;
        }
        return at;
    }

    /** Colons and semicolons within quotes belong to the value. A quote in the middle of a value is a character. */
    private static int valueEnd(String line, int from) {
        int at = from;
        boolean quoted = false;
        while (at < line.length()) {
            char c = line.charAt(at);
            if (c == '"' && (quoted || at == from || line.charAt(at - 1) == ',')) {
                quoted = !quoted;
            } else if (!quoted && (c == ';' || c == ':')) {
                return at;
            }
            at++;
        }
        return quoted ? unquotedEnd(line, from) : at;
    }

    /** A zone name may contain colons without being in quotes: a time begins with a digit. */
    private static int zoneEnd(String line, int from) {
        int end = valueEnd(line, from);
        boolean isTime = end + 1 >= line.length() || line.charAt(end) != ':' || Character.isDigit(line.charAt(end + 1));
        return isTime ? end : line.lastIndexOf(':');
    }

    /** The end of a value whose quotes are not closed. */
    private static int unquotedEnd(String line, int from) {
        int at = from;
        while (at < line.length() && line.charAt(at) != ';' && line.charAt(at) != ':') {
            at++;
        }
        return at;
    }

    /** Without quotes, and with the characters that RFC 6868 encodes. */
    private static String decoded(String value) {
        StringBuilder text = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            char next = i + 1 < value.length() ? value.charAt(i + 1) : 0;
            if (c == '^' && (next == 'n' || next == '^' || next == '\'')) {
                text.append(next == 'n' ? '\n' : next == '^' ? '^' : '"');
                i++;
            } else if (c != '"') {
                text.append(c);
            }
        }
        return text.toString();
    }

    private static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }
}
