package dev.postern.html;

import java.util.Locale;
import java.util.Set;

/** The open link of a page. Its address follows its text, as Exchange writes it: {@code our shop<https://contoso.example/>}. */
final class TextLink {
    /** Links that lead nowhere outside of the page. */
    private static final Set<String> WITHOUT_ADDRESS = Set.of("javascript", "vbscript", "data", "about", "cid");

    private static final int MAX_SCHEME_LENGTH = 16;

    private final TextWriter out;
    private String address = "";
    private int start;
    private boolean shown;

    TextLink(TextWriter out) {
        this.out = out;
    }

    void open(HtmlTag tag) {
        close();
        address = address(tag.value("href"));
        start = out.length();
        shown = false;
    }

    /** Called for an image, which a reader sees although it has no text. */
    void image() {
        shown = true;
    }

    /** Ends the open link, if there is one. */
    void close() {
        if (!address.isEmpty() && !out.isOneLine()) {
            if (out.length() > start) {
                // a link whose text is its address needs it once
                if (!out.isSince(start, address)) {
                    out.attach("<" + address + ">");
                }
            } else if (shown) {
                out.decoration("<" + address + ">");
            }
        }
        address = "";
    }

    private static String address(String href) {
        StringBuilder address = new StringBuilder();
        String trimmed = href.strip();
        for (int i = 0; i < trimmed.length(); i++) {
            char c = trimmed.charAt(i);
            switch (c) {
                case '\t', '\n', '\r' -> {
                    // browsers ignore line breaks in addresses
                }
                case ' ' -> address.append("%20");
                case '<' -> address.append("%3C");
                case '>' -> address.append("%3E");
                default -> address.append(c);
            }
        }
        return leadsOutside(address) ? address.toString() : "";
    }

    private static boolean leadsOutside(CharSequence address) {
        if (address.isEmpty() || address.charAt(0) == '#') {
            return false;
        }
        String start = address.subSequence(0, Math.min(address.length(), MAX_SCHEME_LENGTH))
                .toString();
        int colon = start.indexOf(':');
        return colon < 0 || !WITHOUT_ADDRESS.contains(start.substring(0, colon).toLowerCase(Locale.ROOT));
    }
}
