package dev.postern.query;

/** Makes text safe to show in a log, a warning or a terminal: it cannot move the cursor or change the direction of text. */
public final class Visible {
    private Visible() {}

    /** Replaces control characters and characters for the direction of text by their numbers. Line breaks and tabs are kept. */
    public static String text(String text) {
        int first = 0;
        while (first < text.length() && !isHidden(text.charAt(first))) {
            first++;
        }
        if (first == text.length()) {
            return text;
        }
        var shown = new StringBuilder(text.length() + 16).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isHidden(c)) {
                shown.append(String.format("\\u%04x", (int) c));
            } else {
                shown.append(c);
            }
        }
        return shown.toString();
    }

    /** As {@link #text}, on one line. */
    public static String line(String text) {
        return text(text).replace("\r", "\\r").replace("\n", "\\n").replace("\t", "\\t");
    }

    private static boolean isHidden(char c) {
        return (Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t')
                || (c >= 0x202A && c <= 0x202E)
                || (c >= 0x2066 && c <= 0x2069)
                || c == 0x200E
                || c == 0x200F
                || c == 0x061C
                || c == 0x2028
                || c == 0x2029;
    }
}
