package dev.postern.smtp.server;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The parameters after the path of MAIL or RCPT (RFC 5321, section 4.1.2). Each is taken once; what is left is unknown. */
final class Parameters {
    private static final Pattern KEYWORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]*");

    private final Map<String, String> values = new LinkedHashMap<>();

    /** @param text what follows the path: empty, or a space before each parameter */
    Parameters(String text) throws CommandRefused {
        if (text.isEmpty()) {
            return;
        }
        if (text.charAt(0) != ' ') {
            throw CommandRefused.syntax(501, "5.5.4", "A space is missing before the parameters");
        }
        for (String one : text.substring(1).split(" ", -1)) {
            add(one);
        }
    }

    private void add(String one) throws CommandRefused {
        int equal = one.indexOf('=');
        String keyword = equal < 0 ? one : one.substring(0, equal);
        String value = equal < 0 ? "" : one.substring(equal + 1);
        if (!KEYWORD.matcher(keyword).matches()
                || (equal >= 0 && value.isEmpty())
                || !value.codePoints().allMatch(c -> (c > ' ' && c <= '~' && c != '=') || Texts.isForeign(c))) {
            throw CommandRefused.syntax(501, "5.5.4", "A parameter is not valid");
        }
        if (values.put(keyword.toUpperCase(Locale.ROOT), value) != null) {
            throw CommandRefused.syntax(501, "5.5.4", "A parameter is there twice");
        }
    }

    /** Returns a value; empty if the parameter is missing. */
    String take(String keyword) throws CommandRefused {
        String value = values.remove(keyword);
        if (value == null) {
            return "";
        }
        if (value.isEmpty()) {
            throw CommandRefused.syntax(501, "5.5.4", "The parameter " + keyword + " needs a value");
        }
        return value;
    }

    /** Returns whether a parameter without value is there. */
    boolean takeFlag(String keyword) throws CommandRefused {
        String value = values.remove(keyword);
        if (value != null && !value.isEmpty()) {
            throw CommandRefused.syntax(501, "5.5.4", "The parameter " + keyword + " has no value");
        }
        return value != null;
    }

    void refuseOthers() throws CommandRefused {
        if (!values.isEmpty()) {
            throw CommandRefused.syntax(555, "5.5.4", "A parameter is not known");
        }
    }
}
