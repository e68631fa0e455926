package dev.postern.console.message;

import dev.postern.html.InertHtml;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address in a message, for a person who judges it.
 *
 * @param warning what is wrong with it, or empty
 */
public record MailLink(String text, String target, String warning) {
    /** How many a page shows. */
    static final int MAX = 40;

    private static final int MAX_TARGET = 240;
    private static final int MAX_TEXT = 80;
    private static final Pattern WEB = Pattern.compile("(?i)https?:/*([^/?#\\\\]*)");
    private static final Pattern SCHEME = Pattern.compile("(?i)([a-z][a-z0-9+.-]{0,30}):.*", Pattern.DOTALL);
    private static final Pattern NAMED_HOST =
            Pattern.compile("(?i)(?:https?://)?((?:[a-z0-9-]{1,63}\\.){1,8}[a-z]{2,24})(?:[/:?#].*)?", Pattern.DOTALL);
    private static final List<String> HARMLESS = List.of("http", "https", "mailto", "tel");

    static MailLink of(InertHtml.Found found) {
        return new MailLink(
                ShownText.line(found.text(), MAX_TEXT),
                ShownText.line(found.target(), MAX_TARGET),
                warning(
                        found.target().replaceAll("[\\t\\r\\n]", ""),
                        found.text().strip()));
    }

    private static String warning(String target, String text) {
        Matcher web = WEB.matcher(target);
        if (web.lookingAt()) {
            String authority = web.group(1);
            if (authority.contains("@")) {
                return "what is before the @ is not the host";
            }
            Matcher named = NAMED_HOST.matcher(text);
            return named.matches() && !isSame(named.group(1), authority) ? "its text names another host" : "";
        }
        Matcher scheme = SCHEME.matcher(target);
        return scheme.matches() && !HARMLESS.contains(scheme.group(1).toLowerCase(Locale.ROOT))
                ? "not an address of the web"
                : "";
    }

    private static boolean isSame(String named, String authority) {
        String host = authority.replaceFirst(":[0-9]*$", "").toLowerCase(Locale.ROOT);
        String other = named.toLowerCase(Locale.ROOT);
        return host.equals(other) || host.equals("www." + other) || other.equals("www." + host);
    }
}
