package dev.postern.settings;

import java.util.regex.Pattern;

/** Hides what must not be printed. */
final class Secrets {
    private static final Pattern PARAMETER =
            Pattern.compile("(?i)([?&;][^=&;]*(?:password|secret|token)[^=&;]*=)[^&;]*");
    private static final Pattern USER_INFO = Pattern.compile("(//[^/@:]*:)[^/]*@");

    private Secrets() {}

    /** A database address without the password, wherever in it that stands. */
    static String hideIn(String url) {
        String hidden = PARAMETER.matcher(url).replaceAll("$1***");
        return USER_INFO.matcher(hidden).replaceAll("$1***@");
    }
}
