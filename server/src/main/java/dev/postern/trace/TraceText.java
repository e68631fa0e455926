package dev.postern.trace;

/** Limits the texts of a trace, which come from clients and other hosts. */
final class TraceText {
    private TraceText() {}

    /** Returns the beginning of a text, without half of a surrogate pair. */
    static String cut(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max);
    }
}
