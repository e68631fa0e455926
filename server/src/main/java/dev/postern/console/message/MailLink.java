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
    private static final Pattern WEB = Pattern.compile("(?i)(?:https?:[/\\\\]*|[/\\\\]{2,})([^/?#\\\\]*)");
    private static final Pattern SCHEME = Pattern.compile("(?i)([a-z][a-z0-9+.-]{0,30}):.*", Pattern.DOTALL);
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
            return NamedHosts.in(text).allMatch(named -> NamedHosts.isSame(named, authority))
                    ? ""
                    : "its text names another host";
        }
        Matcher scheme = SCHEME.matcher(target);
        return scheme.matches() && !HARMLESS.contains(scheme.group(1).toLowerCase(Locale.ROOT))
                ? "not an address of the web"
                : "";
    }
}
