package dev.postern.logging;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The last safeguard for the rule that secrets are not logged. It recognises the form of tokens and names that usually
 * contain secrets. It cannot recognise every secret, so the code that logs remains responsible.
 */
final class Redaction {
    private static final String HIDDEN = "***";
    /**
     * A signed token: three base64url parts, the first of which begins with an encoded brace. A single part matches too: requiring the dots
     * would take quadratic time on a long text with many braces.
     */
    private static final Pattern TOKEN = Pattern.compile("eyJ[A-Za-z0-9_-]{5,}+(?:\\.[A-Za-z0-9_-]*+){0,2}");

    private static final Pattern CREDENTIALS = Pattern.compile("(?i)\\b(bearer|basic)\\s+[A-Za-z0-9._~+/=-]{8,}");
    private static final Pattern ASSIGNMENT = Pattern.compile(
            "(?i)((?:password|passwd|client_?secret|client_?assertion|access_?token|refresh_?token|identity[_-]?header)\"?\\s*[=:]\\s*\"?)[^\\s\"&,;}]+");

    private Redaction() {}

    private static final String[] NAMES = {"password", "passwd", "secret", "assertion", "token", "header"};

    static String text(String text) {
        String clean = text;
        if (clean.contains("eyJ")) {
            clean = TOKEN.matcher(clean).replaceAll(HIDDEN);
        }
        if (hasSpace(clean)) {
            clean = CREDENTIALS.matcher(clean).replaceAll("$1 " + HIDDEN);
        }
        return assigns(clean) ? ASSIGNMENT.matcher(clean).replaceAll("$1" + HIDDEN) : clean;
    }

    private static boolean hasSpace(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isWhitespace(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether a name of a secret is directly before an equals sign or colon. A fast check, because the pattern tries every letter. */
    private static boolean assigns(String text) {
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c == '=' || c == ':') && endsWithName(text, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean endsWithName(String text, int end) {
        int at = end;
        while (at > 0 && Character.isWhitespace(text.charAt(at - 1))) {
            at--;
        }
        if (at > 0 && text.charAt(at - 1) == '"') {
            at--;
        }
        for (String name : NAMES) {
            if (text.regionMatches(true, at - name.length(), name, 0, name.length())) {
                return true;
            }
        }
        return false;
    }

    static String value(String name, String value) {
        String key = name.toLowerCase(Locale.ROOT);
        boolean secret = key.contains("password")
                || key.contains("secret")
                || key.contains("token")
                || key.contains("assertion")
                || key.equals("authorization")
                || key.equals("cookie");
        return secret ? HIDDEN : text(value);
    }
}
