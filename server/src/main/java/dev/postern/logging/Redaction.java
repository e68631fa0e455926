package dev.postern.logging;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The last net under the rule that secrets are not logged. It knows what tokens look like and which names hold secrets; it
 * cannot know everything, so it excuses nobody.
 */
final class Redaction {
    private static final String HIDDEN = "***";
    /** A signed token: three base64url parts, the first of which begins with an encoded brace. */
    private static final Pattern TOKEN = Pattern.compile("eyJ[A-Za-z0-9_-]{5,}\\.[A-Za-z0-9_-]*(\\.[A-Za-z0-9_-]*)?");

    private static final Pattern CREDENTIALS = Pattern.compile("(?i)\\b(bearer|basic)\\s+[A-Za-z0-9._~+/=-]{8,}");
    private static final Pattern ASSIGNMENT = Pattern.compile(
            "(?i)((?:password|passwd|client_?secret|client_?assertion|access_?token|refresh_?token|identity[_-]?header)\"?\\s*[=:]\\s*\"?)[^\\s\"&,;}]+");

    private Redaction() {}

    static String text(String text) {
        String clean = text;
        if (clean.contains("eyJ")) {
            clean = TOKEN.matcher(clean).replaceAll(HIDDEN);
        }
        clean = CREDENTIALS.matcher(clean).replaceAll("$1 " + HIDDEN);
        return ASSIGNMENT.matcher(clean).replaceAll("$1" + HIDDEN);
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
