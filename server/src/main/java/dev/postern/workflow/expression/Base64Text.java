package dev.postern.workflow.expression;

import java.util.Base64;

/** Base64 as .NET reads it: white space is skipped, padding is required. */
final class Base64Text {
    private Base64Text() {}

    /** Throws {@link IllegalArgumentException} for a text that is not base64. */
    static byte[] decode(String text) {
        boolean spaced = text.chars().anyMatch(Base64Text::isSpace);
        String letters = spaced ? text.replaceAll("[ \t\r\n]", "") : text;
        if (letters.length() % 4 != 0) {
            throw new IllegalArgumentException("The length of base64 text must be a multiple of four.");
        }
        return Base64.getDecoder().decode(letters);
    }

    private static boolean isSpace(int c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }
}
