package dev.postern.opath;

import dev.postern.query.Folding;
import java.util.ArrayList;
import java.util.List;

/** Splits a filter into tokens. */
final class OpathLexer {
    private static final int MAX_LENGTH = 10_000;
    private final String text;
    private int at;

    private OpathLexer(String text) {
        this.text = text;
    }

    static List<OpathToken> cut(String filter) {
        String text = filter.strip();
        if (text.length() > MAX_LENGTH) {
            throw new FilterRefused("The filter has more than " + MAX_LENGTH + " characters.");
        }
        // PowerShell scripts quote the filter with braces.
        if (text.startsWith("{") && text.endsWith("}")) {
            text = text.substring(1, text.length() - 1);
        }
        return new OpathLexer(text).all();
    }

    private List<OpathToken> all() {
        List<OpathToken> tokens = new ArrayList<>();
        while (true) {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            if (at == text.length()) {
                tokens.add(new OpathToken.End());
                return tokens;
            }
            tokens.add(next());
        }
    }

    private OpathToken next() {
        char first = text.charAt(at);
        return switch (first) {
            case '(' -> one(new OpathToken.Open());
            case ')' -> one(new OpathToken.Close());
            case '\'', '"' -> new OpathToken.Quoted(quoted(first));
            case '-' -> operator();
            case '$' -> variable();
            default -> plain(first);
        };
    }

    private OpathToken one(OpathToken token) {
        at++;
        return token;
    }

    private String quoted(char quote) {
        int begin = at++;
        StringBuilder content = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != quote) {
                content.append(c);
            } else if (at < text.length() && text.charAt(at) == quote) {
                content.append(quote);
                at++;
            } else {
                return content.toString();
            }
        }
        throw new FilterRefused("The quote at position " + (begin + 1) + " is not closed.");
    }

    private OpathToken operator() {
        at++;
        String name = word();
        boolean number = !name.isEmpty() && name.chars().allMatch(Character::isDigit);
        return number ? new OpathToken.Digits("-" + name) : new OpathToken.Operator(Folding.lower(name));
    }

    private OpathToken variable() {
        at++;
        return new OpathToken.Variable(Folding.lower(word()));
    }

    private OpathToken plain(char first) {
        String word = word();
        if (word.isEmpty()) {
            throw new FilterRefused("'" + first + "' at position " + (at + 1) + " is not expected.");
        }
        return word.chars().allMatch(c -> c >= '0' && c <= '9')
                ? new OpathToken.Digits(word)
                : new OpathToken.Word(word);
    }

    private String word() {
        int begin = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        return text.substring(begin, at);
    }
}
