package dev.postern.smtp.server;

/** The encoding of parameter values of RFC 3461, section 4: {@code +} and two hexadecimal digits for any character. */
final class Xtext {
    private Xtext() {}

    /** Decodes a value, of which only printable characters are accepted. */
    static String decode(String text, String parameter, int longest) throws CommandRefused {
        var decoded = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '+') {
                c = character(text, i + 1, parameter);
                i += 2;
            }
            decoded.append(c);
        }
        if (text.isEmpty() || text.length() > longest) {
            throw CommandRefused.syntax(501, "5.5.4", "The value of " + parameter + " is too long or empty");
        }
        return decoded.toString();
    }

    private static char character(String text, int at, String parameter) throws CommandRefused {
        int high = at + 1 < text.length() ? digit(text.charAt(at)) : -1;
        int low = at + 1 < text.length() ? digit(text.charAt(at + 1)) : -1;
        char c = (char) (high * 16 + low);
        if (high < 0 || low < 0 || c < ' ' || c > '~') {
            throw CommandRefused.syntax(501, "5.5.4", "The value of " + parameter + " is not valid");
        }
        return c;
    }

    /** Only capital letters are digits here, and only those of ASCII. */
    private static int digit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
    }
}
