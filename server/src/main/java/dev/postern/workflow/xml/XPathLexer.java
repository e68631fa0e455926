package dev.postern.workflow.xml;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Splits XPath into tokens, and decides which names and stars are operators. */
final class XPathLexer {
    enum Type {
        NUMBER,
        TEXT,
        NAME,
        OPERATOR,
        SIGN,
        END
    }

    record Token(Type type, String text) {
        boolean is(String wanted) {
            return (type == Type.SIGN || type == Type.OPERATOR) && text.equals(wanted);
        }
    }

    private static final Set<String> BEFORE_OPERAND = Set.of("@", "::", "(", "[", ",");
    private static final Set<String> NAMED = Set.of("and", "or", "div", "mod");
    private static final List<String> SIGNS = List.of(
            "::", "//", "..", "!=", "<=", ">=", "(", ")", "[", "]", ".", "@", ",", "/", "|", "+", "-", "=", "<", ">",
            "*", "$");
    private static final Set<String> OPERATORS = Set.of("//", "/", "|", "+", "-", "=", "!=", "<", "<=", ">", ">=");

    private XPathLexer() {}

    static List<Token> tokens(String text) {
        var tokens = new ArrayList<Token>();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            int start = at;
            if (" \t\r\n".indexOf(c) >= 0) {
                at++;
            } else if (c == '"' || c == '\'') {
                int end = text.indexOf(c, at + 1);
                if (end < 0) {
                    throw new XmlFailure("'" + text + "' has an invalid token: a string is not closed.");
                }
                tokens.add(new Token(Type.TEXT, text.substring(at + 1, end)));
                at = end + 1;
            } else if (isDigit(text, at) || (c == '.' && isDigit(text, at + 1))) {
                while (isDigit(text, at) || (at < text.length() && text.charAt(at) == '.')) {
                    at++;
                }
                tokens.add(new Token(Type.NUMBER, text.substring(start, at)));
            } else if (isNameStart(c)) {
                at = name(text, at);
                String name = text.substring(start, at);
                boolean operator = NAMED.contains(name) && followsOperand(tokens);
                tokens.add(new Token(operator ? Type.OPERATOR : Type.NAME, name));
            } else {
                String sign = sign(text, at);
                boolean operator = OPERATORS.contains(sign) || (sign.equals("*") && followsOperand(tokens));
                tokens.add(new Token(operator ? Type.OPERATOR : Type.SIGN, sign));
                at += sign.length();
            }
        }
        tokens.add(new Token(Type.END, ""));
        return tokens;
    }

    private static String sign(String text, int at) {
        for (String sign : SIGNS) {
            if (text.startsWith(sign, at)) {
                return sign;
            }
        }
        throw new XmlFailure("'" + text + "' has an invalid token at position '" + at + "'.");
    }

    /** Names may have one colon, and a star after it. */
    private static int name(String text, int start) {
        int at = start;
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean colon = c == ':' && at + 1 < text.length() && isNameStart(text.charAt(at + 1));
            boolean star = c == ':' && at + 1 < text.length() && text.charAt(at + 1) == '*';
            if (star) {
                return at + 2;
            }
            if (!colon && !isNameStart(c) && !Character.isDigit(c) && c != '-' && c != '.' && c != '\u00B7') {
                return at;
            }
            at++;
        }
        return at;
    }

    private static boolean followsOperand(List<Token> tokens) {
        if (tokens.isEmpty()) {
            return false;
        }
        Token last = tokens.getLast();
        return last.type() != Type.OPERATOR && !(last.type() == Type.SIGN && BEFORE_OPERAND.contains(last.text()));
    }

    private static boolean isNameStart(char c) {
        return Character.isLetter(c) || c == '_';
    }

    private static boolean isDigit(String text, int at) {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }
}
