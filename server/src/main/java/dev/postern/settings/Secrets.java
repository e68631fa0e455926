package dev.postern.settings;

import java.util.regex.Pattern;

/** Hides secrets in values that are printed. */
final class Secrets {
    private static final Pattern PARAMETER =
            Pattern.compile("(?i)([?&;][^=&;]*(?:password|secret|token)[^=&;]*=)[^&;]*");
    private static final Pattern USER_INFO = Pattern.compile("(//[^/@:]*:)[^/]*@");

    private Secrets() {}

    /** Returns a database URL without its password, wherever in the URL it is. */
    static String hideIn(String url) {
        String hidden = PARAMETER.matcher(url).replaceAll("$1***");
        return USER_INFO.matcher(hidden).replaceAll("$1***@");
    }
}
