package dev.postern.itip;

import java.util.ArrayList;
import java.util.List;

/** Values of the type TEXT. */
final class TextValues {
    private TextValues() {}

    static String decoded(String value) {
        if (value.indexOf('\\') < 0) {
            return value;
        }
        StringBuilder text = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c != '\\' || i + 1 == value.length()) {
                text.append(c);
                continue;
            }
            char next = value.charAt(++i);
            switch (next) {
                case 'n', 'N' -> text.append('\n');
                case '\\', ',', ';', '"', ':' -> text.append(next);
                default -> text.append('\\').append(next);
            }
        }
        return text.toString();
    }

    /** The parts between commas, without empty ones. */
    static List<String> list(String value, int maximum) {
        var parts = new ArrayList<String>();
        int begin = 0;
        for (int i = 0; i <= value.length() && parts.size() < maximum; i++) {
            if (i == value.length() || value.charAt(i) == ',') {
                String part = decoded(value.substring(begin, i)).strip();
                if (!part.isEmpty()) {
                    parts.add(part);
                }
                begin = i + 1;
            } else if (value.charAt(i) == '\\') {
                i++;
            }
        }
        return parts;
    }

    /** All line ends become {@code \n}; other control characters, which no reader accepts, are dropped. */
    static String encoded(String text) {
        StringBuilder value = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> value.append("\\n");
                case '\\', ',', ';' -> value.append('\\').append(c);
                default -> {
                    if (c == '\t' || !Character.isISOControl(c)) {
                        value.append(c);
                    } else if (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n')) {
                        value.append("\\n");
                    }
                }
            }
        }
        return value.toString();
    }
}
