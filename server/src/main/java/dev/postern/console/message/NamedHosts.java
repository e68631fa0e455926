package dev.postern.console.message;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The hosts that a text names, as a reader sees them: invisible characters do not count, letters of all scripts do. */
final class NamedHosts {
    private static final Pattern INVISIBLE = Pattern.compile(
            "[\\p{Cf}\\x{34f}\\x{115f}\\x{1160}\\x{17b4}\\x{17b5}\\x{180b}-\\x{180f}\\x{3164}\\x{fe00}-\\x{fe0f}"
                    + "\\x{ffa0}\\x{e0100}-\\x{e01ef}]");
    private static final Pattern HOST = Pattern.compile(
            "(?i)https?:[/\\\\]+([^\\s/?#:\\\\<>()\"']+)|((?:[\\p{L}\\p{N}\\p{M}_-]{1,63}\\.){1,8}(?:xn--[a-z0-9-]{1,59}|[\\p{L}\\p{M}]{2,24}))"
                + "(?![\\p{L}\\p{N}\\p{M}@-])");
    private static final Pattern DOTS = Pattern.compile("[\\x{3002}\\x{ff0e}\\x{ff61}]");
    private static final Set<String> FILES = Set.of(
            "csv", "doc", "docx", "gif", "htm", "html", "ics", "jpeg", "jpg", "json", "pdf", "png", "ppt", "pptx",
            "txt", "xls", "xlsx", "xml");

    private NamedHosts() {}

    /** All of them, because the first may be hidden from the reader. */
    static Stream<String> in(String text) {
        String seen = INVISIBLE.matcher(text).replaceAll("");
        String dotted = DOTS.matcher(seen).replaceAll(".");
        return HOST.matcher(Normalizer.normalize(dotted, Normalizer.Form.NFKC))
                .results()
                .filter(one -> one.group(1) != null || !isFile(one.group(2)))
                .map(one -> one.group(1) != null ? one.group(1) : one.group(2));
    }

    private static boolean isFile(String name) {
        return FILES.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    /** Whether two names are of one host, or one is below the other. */
    static boolean isSame(String named, String authority) {
        String one = host(named);
        String other = host(authority.replaceFirst(":[0-9]*$", ""));
        return one.equals(other) || isBelow(one, other) || isBelow(other, one);
    }

    private static boolean isBelow(String lower, String upper) {
        return upper.contains(".") && lower.endsWith("." + upper);
    }

    private static String host(String name) {
        String plain = name.replaceFirst("\\.$", "").toLowerCase(Locale.ROOT).replaceFirst("^www\\.", "");
        try {
            return IDN.toASCII(plain, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return plain;
        }
    }
}
