package dev.postern.console.message;

/** ShownTexts of strangers as pages show them: bounded, and without characters that change what stands beside them. */
public final class ShownText {
    private static final int ESCAPED = 5;

    private ShownText() {}

    /** The beginning of a text. */
    public record Part(String text, boolean cut) {}

    /** A text on one line, cut at this length. Control characters are spaces; characters that turn the direction of text are marked. */
    public static String line(String text, int max) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), max) + 1);
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (line.length() >= max) {
                return line.append('…').toString();
            }
            line.appendCodePoint(harmless(c));
        }
        return line.toString();
    }

    private static int harmless(int c) {
        if (isTurning(c) || Character.getType(c) == Character.SURROGATE) {
            return 0xfffd;
        }
        return Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? ' ' : c;
    }

    /** Whether a character overrides or embeds a direction. Marks that only help right-to-left text do not. */
    private static boolean isTurning(int c) {
        return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    }

    /** The beginning of a text with its lines, so long that it needs at most so many bytes of a page. */
    public static Part block(String text, int bytes) {
        StringBuilder part = new StringBuilder();
        int used = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            int shown = c == '\n' || c == '\t' ? c : harmless(c);
            used += cost(shown);
            if (used > bytes) {
                return new Part(part.toString(), true);
            }
            if (c != '\r') {
                part.appendCodePoint(shown);
            }
        }
        return new Part(part.toString(), false);
    }

    /** The bytes of a character in UTF-8, or of its entity. */
    private static int cost(int c) {
        if (c == '<' || c == '>' || c == '&' || c == '"' || c == '\'') {
            return ESCAPED;
        }
        return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    }
}
