package dev.postern.html;

/**
 * A token of a style sheet.
 *
 * @param text what it says, without escapes; a number with its unit
 */
record StyleToken(Kind kind, String text) {
    enum Kind {
        END,
        SPACE,
        NAME,
        /** A name and its parenthesis. */
        FUNCTION,
        AT,
        HASH,
        STRING,
        URL,
        NUMBER,
        DELIMITER,
        BAD
    }

    boolean is(char delimiter) {
        return kind == Kind.DELIMITER && text.charAt(0) == delimiter;
    }

    /** A name as a style sheet writes it, so that it is the same name for every reader. */
    static String name(String text) {
        StringBuilder written = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean digit = c >= '0' && c <= '9';
            boolean first = i == 0 || (i == 1 && text.charAt(0) == '-');
            if (c >= 0x80
                    || StyleTokens.isLetter(c)
                    || c == '_'
                    || (digit && !first)
                    || (c == '-' && text.length() > 1 && !(i == 0 && text.charAt(1) == '-'))) {
                written.append(c);
            } else {
                written.append('\\').append(Integer.toHexString(c)).append(' ');
            }
        }
        return written.toString();
    }
}
