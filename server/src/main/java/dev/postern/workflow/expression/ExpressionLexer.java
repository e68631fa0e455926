package dev.postern.workflow.expression;

import tools.jackson.databind.JsonNode;

/** Splits an expression into tokens. */
final class ExpressionLexer {
    private final String text;
    private int at;

    ExpressionLexer(String text, int at) {
        this.text = text;
        this.at = at;
    }

    ExpressionToken next() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        int start = at;
        if (at == text.length()) {
            return new ExpressionToken.End(start, start);
        }
        char c = text.charAt(at);
        if (c == '\'') {
            return string(start);
        }
        if (isLetter(c)) {
            while (at < text.length() && (isLetter(text.charAt(at)) || isDigit(at))) {
                at++;
            }
            return new ExpressionToken.Name(text.substring(start, at), start, at);
        }
        if (startsNumber(c)) {
            return number(start);
        }
        if ("()[],.?}".indexOf(c) >= 0) {
            at++;
            return new ExpressionToken.Sign(c, start, at);
        }
        throw bad("the character '" + c + "' at position '" + start + "' is not expected");
    }

    private boolean startsNumber(char c) {
        int digits = c == '+' || c == '-' ? at + 1 : at;
        boolean point = digits < text.length() && text.charAt(digits) == '.';
        return isDigit(point ? digits + 1 : digits);
    }

    private ExpressionToken string(int start) {
        var value = new StringBuilder();
        at++;
        while (true) {
            int quote = text.indexOf('\'', at);
            if (quote < 0) {
                throw bad("the string that starts at position '" + start + "' is not closed");
            }
            value.append(text, at, quote);
            at = quote + 1;
            if (at == text.length() || text.charAt(at) != '\'') {
                return new ExpressionToken.Constant(JsonValues.text(value.toString()), start, at);
            }
            value.append('\'');
            at++;
        }
    }

    private ExpressionToken number(int start) {
        if (text.charAt(at) == '+' || text.charAt(at) == '-') {
            at++;
        }
        digits();
        boolean whole = true;
        if (at < text.length() && text.charAt(at) == '.') {
            whole = false;
            at++;
            digits();
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            whole = false;
            at++;
            if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
                at++;
            }
            if (!isDigit(at)) {
                throw bad("the number '" + text.substring(start, at) + "' has no digits in its exponent");
            }
            digits();
        }
        String word = text.substring(start, at);
        return new ExpressionToken.Constant(value(word, whole), start, at);
    }

    private JsonNode value(String word, boolean whole) {
        try {
            return whole ? JsonValues.number(Long.parseLong(word)) : JsonValues.number(Double.parseDouble(word));
        } catch (NumberFormatException e) {
            throw bad("the number '" + word + "' is not valid");
        }
    }

    private void digits() {
        while (isDigit(at)) {
            at++;
        }
    }

    private boolean isDigit(int place) {
        return place < text.length() && text.charAt(place) >= '0' && text.charAt(place) <= '9';
    }

    private static boolean isLetter(char c) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    BadExpression bad(String reason) {
        return new BadExpression("The template language expression '" + text + "' is not valid: " + reason + ".");
    }
}
