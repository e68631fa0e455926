package dev.postern.html;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes addresses out of style sheets, so that a browser does not even try to load them. The policy of the page refuses them once more. */
final class InertStyles {
    private static final Pattern ADDRESS = Pattern.compile("(?i)url\\s{0,100}\\((?!\\s{0,100}['\"]?data:image/)");
    private static final Pattern LOADING_RULE = Pattern.compile("(?i)@(import|font-face|namespace)");

    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:([0-9a-fA-F]{1,6})\\s?|([g-zG-Z]))");

    private InertStyles() {}

    static String of(String styles) {
        String plain = ESCAPE.matcher(styles).replaceAll(InertStyles::unescaped);
        String inert = LOADING_RULE.matcher(plain).replaceAll("@ignored");
        inert = ADDRESS.matcher(inert).replaceAll("url(data:,");
        // no end tag can be hidden in a style, whatever else reads it
        return inert.replace("<!--", "").replace("-->", "").replace("<", "\\3c ");
    }

    /** Letters need no escape, and none hides the name of what loads something. */
    private static String unescaped(MatchResult escape) {
        if (escape.group(2) != null) {
            return escape.group(2);
        }
        int c = Integer.parseInt(escape.group(1), 16);
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return letter ? Character.toString(c) : Matcher.quoteReplacement(escape.group());
    }
}
