package dev.postern.login;

import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Limits what the audit contains of the input of token requests. People put secrets into wrong fields, so a value is recorded only if it
 * is a GUID, a URL without a query, or a keyword of the protocol. Of all other values only the length is recorded.
 */
final class Recordable {
    private static final Pattern GUID = Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern ADDRESS = Pattern.compile("(?i)(https?|api|urn|spn):[^\\s?#@]{1,500}");
    private static final Set<String> WORDS = Set.of(
            "openid",
            "profile",
            "offline_access",
            "email",
            "password",
            "authorization_code",
            "refresh_token",
            "device_code",
            "client_credential");
    private static final String DEFAULT = "/.default";

    private Recordable() {}

    static String text(String sent) {
        return Arrays.stream(sent.strip().split(" +")).allMatch(Recordable::isOpen)
                ? sent
                : "(" + sent.length() + " characters, not recorded)";
    }

    private static boolean isOpen(String word) {
        String bare = word.endsWith(DEFAULT) ? word.substring(0, word.length() - DEFAULT.length()) : word;
        return bare.isEmpty()
                || WORDS.contains(bare)
                || GUID.matcher(bare).matches()
                || ADDRESS.matcher(bare).matches();
    }
}
