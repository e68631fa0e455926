package dev.postern.workflow.masking;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Secrets that are recognisable by their form: parameters of URLs and forms, tokens, credentials before a host. Runs in linear time. */
public final class SecretTexts {
    private static final Pattern PAIR = Pattern.compile("(^|[?&;])([^=&;?#\\s]{1,80}+)=([^&;#\\s\"'<>\\\\]++)");
    private static final Pattern BEARER = Pattern.compile("(?i)\\b(bearer\\s{1,3}+)([A-Za-z0-9._~+/=-]{16,}+)");
    private static final Pattern BASIC = Pattern.compile("(?i)\\b(basic\\s{1,3}+)([A-Za-z0-9+/=]{4,}+)");
    private static final Pattern TOKEN =
            Pattern.compile("()((?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}+\\.[A-Za-z0-9_-]{8,}+(?:\\.[A-Za-z0-9_-]*+)*+)");
    private static final Pattern USER = Pattern.compile("(://[^/\\s:@\"]{0,200}+:)([^/\\s@\"]{1,200}+)(?=@)");
    private static final Pattern MEMBER =
            Pattern.compile("(\\\\?\"([^\"\\\\]{1,80}+)\\\\?\"\\s{0,9}+:\\s{0,9}+\\\\?\")([^\"\\\\]++)");

    private SecretTexts() {}

    static String mask(String text, String mask) {
        String masked = text;
        if (masked.indexOf('=') >= 0) {
            masked = replace(PAIR.matcher(masked), masked, mask, 3, pair -> isSecret(pair.group(2)));
        }
        if (masked.indexOf(' ') > 0 || masked.indexOf('\t') > 0) {
            masked = replace(BEARER.matcher(masked), masked, mask, 2, token -> true);
            masked = replace(BASIC.matcher(masked), masked, mask, 2, token -> isUserAndPassword(token.group(2)));
        }
        if (masked.contains("eyJ")) {
            masked = replace(TOKEN.matcher(masked), masked, mask, 2, token -> true);
        }
        if (masked.contains("://")) {
            masked = replace(USER.matcher(masked), masked, mask, 2, user -> true);
        }
        return masked.indexOf('"') >= 0
                ? replace(
                        MEMBER.matcher(masked),
                        masked,
                        mask,
                        3,
                        member -> SecretNames.has(member.group(2), SecretNames.Place.CONTENT))
                : masked;
    }

    /** Returns the text with one group of each match masked. */
    private static String replace(
            Matcher matcher, String text, String mask, int group, Predicate<MatchResult> isSecret) {
        var result = new StringBuilder();
        int copied = 0;
        while (matcher.find()) {
            if (isSecret.test(matcher)) {
                result.append(text, copied, matcher.start(group)).append(mask);
                copied = matcher.end(group);
            }
        }
        return copied == 0 ? text : result.append(text, copied, text.length()).toString();
    }

    private static boolean isSecret(String name) {
        try {
            return SecretNames.has(URLDecoder.decode(name, StandardCharsets.UTF_8), SecretNames.Place.QUERIES);
        } catch (IllegalArgumentException e) {
            return SecretNames.has(name, SecretNames.Place.QUERIES);
        }
    }

    private static boolean isUserAndPassword(String encoded) {
        try {
            return new String(Base64.getDecoder().decode(encoded), StandardCharsets.ISO_8859_1).indexOf(':') >= 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
