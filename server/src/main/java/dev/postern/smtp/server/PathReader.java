package dev.postern.smtp.server;

import java.net.InetAddress;

/** Reads a path of MAIL or RCPT by the grammar of RFC 5321, section 4.1.2, with UTF-8 as RFC 6531 has it. */
final class PathReader {
    private static final int LONGEST_PATH = 256;
    private static final int LONGEST_LOCAL_PART = 64;
    private static final int LONGEST_DOMAIN = 255;
    private static final int LONGEST_LABEL = 63;
    private static final String ATOM = "!#$%&'*+-/=?^_`{|}~";
    private static final String POSTMASTER = "postmaster";

    private final String text;
    private int at;

    private PathReader(String text) {
        this.text = text;
    }

    /**
     * @param address without source route; empty for the null sender
     * @param rest what follows the path
     */
    record Path(String address, String rest) {}

    /** Reads the path of a sender, which may be null. */
    static Path sender(String text) throws CommandRefused {
        return text.startsWith("<>") ? new Path("", text.substring(2)) : new PathReader(text).path(false);
    }

    /** Reads the path of a recipient, which may be the postmaster without a domain. */
    static Path recipient(String text) throws CommandRefused {
        return new PathReader(text).path(true);
    }

    private Path path(boolean postmaster) throws CommandRefused {
        expect('<');
        if (peek() == '@') {
            route();
        }
        int begin = at;
        localPart();
        if (Texts.octets(text.substring(begin, at)) > LONGEST_LOCAL_PART) {
            throw wrong("The local part is too long");
        }
        boolean alone = postmaster && peek() == '>' && text.substring(begin, at).equalsIgnoreCase(POSTMASTER);
        if (!alone) {
            expect('@');
            domainOrLiteral();
        }
        String address = text.substring(begin, at);
        expect('>');
        if (Texts.octets(text.substring(0, at)) > LONGEST_PATH) {
            throw wrong("The path is too long");
        }
        return new Path(address, text.substring(at));
    }

    private void route() throws CommandRefused {
        do {
            expect('@');
            domain();
        } while (skip(','));
        expect(':');
    }

    private void localPart() throws CommandRefused {
        if (peek() == '"') {
            quoted();
            return;
        }
        do {
            int begin = at;
            while (isAtom(peek())) {
                next();
            }
            if (at == begin) {
                throw wrong("The local part is not valid");
            }
        } while (skip('.'));
    }

    private void quoted() throws CommandRefused {
        expect('"');
        while (peek() != '"') {
            if (peek() == '\\') {
                next();
                if (peek() < ' ' || peek() > '~') {
                    throw wrong("The quoted local part is not valid");
                }
            } else if ((peek() < ' ' || peek() > '~') && !Texts.isForeign(peek())) {
                throw wrong("The quoted local part is not valid");
            }
            next();
        }
        expect('"');
    }

    private void domainOrLiteral() throws CommandRefused {
        int begin = at;
        if (peek() == '[') {
            literal();
        } else {
            domain();
        }
        if (Texts.octets(text.substring(begin, at)) > LONGEST_DOMAIN) {
            throw wrong("The domain is too long");
        }
    }

    private void domain() throws CommandRefused {
        do {
            int begin = at;
            while (Texts.isLetterOrDigit(peek()) || peek() == '-' || Texts.isForeign(peek())) {
                next();
            }
            String label = text.substring(begin, at);
            if (label.isEmpty() || label.startsWith("-") || label.endsWith("-") || label.length() > LONGEST_LABEL) {
                throw wrong("The domain is not valid");
            }
        } while (skip('.'));
    }

    private void literal() throws CommandRefused {
        int end = text.indexOf(']', at);
        if (end < 0 || !isLiteral(text.substring(at + 1, end))) {
            throw wrong("The address literal is not valid");
        }
        at = end + 1;
    }

    private static boolean isLiteral(String content) {
        int colon = content.indexOf(':');
        if (colon < 0) {
            return content.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}") && isAddress(content);
        }
        String tag = content.substring(0, colon);
        String value = content.substring(colon + 1);
        if (tag.equalsIgnoreCase("IPv6")) {
            return value.matches("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*") && isAddress(value);
        }
        return tag.matches("[a-zA-Z0-9-]*[a-zA-Z0-9]") && value.matches("[!-Z^-~]+");
    }

    private static boolean isAddress(String text) {
        try {
            InetAddress.ofLiteral(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isAtom(int c) {
        return Texts.isLetterOrDigit(c) || (c > 0 && ATOM.indexOf(c) >= 0) || Texts.isForeign(c);
    }

    /** The character at the position; 0 at the end, which no command contains. */
    private int peek() {
        return at < text.length() ? text.codePointAt(at) : 0;
    }

    private void next() {
        at += Character.charCount(peek());
    }

    private boolean skip(char c) {
        if (peek() == c) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char c) throws CommandRefused {
        if (!skip(c)) {
            throw wrong("The path is not valid");
        }
    }

    /** X.1.3 and X.1.7 are the codes for wrong addresses, but the grammar fails before it is known which part is wrong. */
    private static CommandRefused wrong(String text) {
        return CommandRefused.syntax(501, "5.1.3", text);
    }
}
