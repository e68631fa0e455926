package dev.postern.receive;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** RFC 5321, section 4.1.2: a local part in quotes that needs none is the same address as without them. */
final class QuotedLocalPart {
    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*+)\"(@.*)?+");
    private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");
    private static final Pattern NEEDS_NONE =
            Pattern.compile("[\\p{Alnum}!#$%&'*+/=?^_`{|}~-]++(?:\\.[\\p{Alnum}!#$%&'*+/=?^_`{|}~-]++)*+");

    private QuotedLocalPart() {}

    /** The address without unnecessary quotes. */
    static String unquoted(String address) {
        Matcher quoted = QUOTED.matcher(address);
        if (!quoted.matches()) {
            return address;
        }
        String local = ESCAPED.matcher(quoted.group(1)).replaceAll("$1");
        String domain = quoted.group(2) == null ? "" : quoted.group(2);
        return NEEDS_NONE.matcher(local).matches() ? local + domain : address;
    }
}
