package dev.postern.html;

import java.util.regex.Pattern;

/**
 * Takes addresses out of style sheets, so that a browser does not even try to load them. Escapes in style sheets can hide an address from this; that it is not
 * loaded is up to the policy of the page.
 */
final class InertStyles {
    private static final Pattern ADDRESS = Pattern.compile("(?i)url\\s{0,100}\\((?!\\s{0,100}['\"]?data:image/)");
    private static final Pattern LOADING_RULE = Pattern.compile("(?i)@(import|font-face|namespace)");

    private InertStyles() {}

    static String of(String styles) {
        String inert = LOADING_RULE.matcher(styles).replaceAll("@ignored");
        inert = ADDRESS.matcher(inert).replaceAll("url(data:,");
        // no end tag can be hidden in a style, whatever else reads it
        return inert.replace("<!--", "").replace("-->", "").replace("<", "\\3c ");
    }
}
