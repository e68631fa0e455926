package dev.postern.html;

import dev.postern.html.StyleToken.Kind;
import java.util.Locale;

/** Reads the tokens of a style sheet as browsers do. Escapes are undone, so that no name is hidden; comments are blanks. */
final class StyleTokens {
    private static final StyleToken END = new StyleToken(Kind.END, "");
    private static final StyleToken SPACE = new StyleToken(Kind.SPACE, " ");
    private static final StyleToken BAD = new StyleToken(Kind.BAD, "");

    private final String text;
    private int at;

    StyleTokens(String text) {
        this.text = text.replace((char) 0, (char) 0xfffd);
    }

    StyleToken next() {
        if (at >= text.length()) {
            return END;
        }
        char c = text.charAt(at);
        if (isSpace(c) || text.startsWith("/*", at)) {
            return space();
        }
        if (text.startsWith("<!--", at) || text.startsWith("-->", at)) {
            at += c == '<' ? 4 : 3;
            return SPACE;
        }
        if (c == '"' || c == '\'') {
            return string();
        }
        if (isNumber(at)) {
            return number();
        }
        if (isName(at)) {
            String name = name();
            if (peek(at) != '(') {
                return new StyleToken(Kind.NAME, name);
            }
            at++;
            return name.equalsIgnoreCase("url") ? url() : new StyleToken(Kind.FUNCTION, name.toLowerCase(Locale.ROOT));
        }
        at++;
        if (c == '@' && isName(at)) {
            return new StyleToken(Kind.AT, name().toLowerCase(Locale.ROOT));
        }
        if (c == '#' && (isNameCharacter(peek(at)) || isEscape(at))) {
            return new StyleToken(Kind.HASH, name());
        }
        return c == '\\' ? BAD : new StyleToken(Kind.DELIMITER, String.valueOf(c));
    }

    private StyleToken space() {
        while (at < text.length()) {
            if (text.startsWith("/*", at)) {
                int end = text.indexOf("*/", at + 2);
                at = end < 0 ? text.length() : end + 2;
            } else if (isSpace(text.charAt(at))) {
                at++;
            } else {
                break;
            }
        }
        return SPACE;
    }

    private StyleToken string() {
        char quote = text.charAt(at++);
        StringBuilder value = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == quote) {
                at++;
                return new StyleToken(Kind.STRING, value.toString());
            }
            if (isLineBreak(c)) {
                return BAD;
            }
            if (c != '\\') {
                value.append(c);
                at++;
            } else if (isLineBreak(peek(at + 1))) {
                at += 2;
            } else {
                escape(value);
            }
        }
        return BAD;
    }

    /** What follows {@code url(}. */
    private StyleToken url() {
        blanks();
        if (peek(at) == '"' || peek(at) == '\'') {
            StyleToken string = string();
            blanks();
            if (string.kind() == Kind.STRING && peek(at) == ')') {
                at++;
                return new StyleToken(Kind.URL, string.text());
            }
            return badUrl();
        }
        StringBuilder value = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ')') {
                at++;
                return new StyleToken(Kind.URL, value.toString());
            }
            if (isSpace(c)) {
                blanks();
                if (peek(at) != ')') {
                    return badUrl();
                }
            } else if (c == '"' || c == '\'' || c == '(' || (c == '\\' && !isEscape(at))) {
                return badUrl();
            } else if (c == '\\') {
                escape(value);
            } else {
                value.append(c);
                at++;
            }
        }
        return BAD;
    }

    private StyleToken badUrl() {
        int end = text.indexOf(')', at);
        at = end < 0 ? text.length() : end + 1;
        return BAD;
    }

    private void blanks() {
        while (isSpace(peek(at))) {
            at++;
        }
    }

    private StyleToken number() {
        int start = at;
        if (peek(at) == '+' || peek(at) == '-') {
            at++;
        }
        digits();
        if (peek(at) == '.' && isDigit(peek(at + 1))) {
            at++;
            digits();
        }
        int sign = peek(at + 1) == '+' || peek(at + 1) == '-' ? 1 : 0;
        if ((peek(at) == 'e' || peek(at) == 'E') && isDigit(peek(at + 1 + sign))) {
            at += 1 + sign;
            digits();
        }
        String number = text.substring(start, at);
        if (peek(at) == '%') {
            at++;
            return new StyleToken(Kind.NUMBER, number + "%");
        }
        return new StyleToken(Kind.NUMBER, isName(at) ? number + StyleToken.name(name()) : number);
    }

    private void digits() {
        while (isDigit(peek(at))) {
            at++;
        }
    }

    private String name() {
        StringBuilder name = new StringBuilder();
        while (at < text.length()) {
            if (isNameCharacter(text.charAt(at))) {
                name.append(text.charAt(at++));
            } else if (isEscape(at)) {
                escape(name);
            } else {
                break;
            }
        }
        return name.toString();
    }

    private void escape(StringBuilder into) {
        at++;
        int code = 0;
        int digits = 0;
        while (digits < 6 && Character.digit(peek(at), 16) >= 0 && peek(at) < 0x80) {
            code = code * 16 + Character.digit(text.charAt(at++), 16);
            digits++;
        }
        if (digits == 0) {
            if (at < text.length()) {
                into.append(text.charAt(at++));
            }
            return;
        }
        if (peek(at) == '\r' && peek(at + 1) == '\n') {
            at++;
        }
        if (isSpace(peek(at))) {
            at++;
        }
        boolean character = code > 0 && code <= Character.MAX_CODE_POINT && (code < 0xd800 || code > 0xdfff);
        into.appendCodePoint(character ? code : 0xfffd);
    }

    private boolean isEscape(int index) {
        return peek(index) == '\\' && index + 1 < text.length() && !isLineBreak(peek(index + 1));
    }

    private boolean isName(int index) {
        char c = peek(index);
        if (c == '-') {
            char second = peek(index + 1);
            return second == '-' || isNameStart(second) || isEscape(index + 1);
        }
        return isNameStart(c) || isEscape(index);
    }

    private boolean isNumber(int index) {
        int start = peek(index) == '+' || peek(index) == '-' ? index + 1 : index;
        return isDigit(peek(start)) || (peek(start) == '.' && isDigit(peek(start + 1)));
    }

    /** The character; U+0000 behind the end. */
    private char peek(int index) {
        return index < text.length() ? text.charAt(index) : 0;
    }

    private static boolean isNameStart(char c) {
        return isLetter(c) || c == '_' || c >= 0x80;
    }

    private static boolean isNameCharacter(char c) {
        return isNameStart(c) || isDigit(c) || c == '-';
    }

    static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLineBreak(char c) {
        return c == '\n' || c == '\r' || c == '\f';
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || isLineBreak(c);
    }
}
