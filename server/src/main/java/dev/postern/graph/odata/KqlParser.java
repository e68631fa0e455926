package dev.postern.graph.odata;

import dev.postern.query.SearchExpression;
import dev.postern.query.SearchExpression.Matching;
import dev.postern.query.SearchExpression.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The part of the Keyword Query Language that messages support: words, phrases, {@code word*}, {@code property:value},
 * comparisons and ranges, {@code AND OR NOT} in capitals, parentheses. Adjacent words must all occur.
 */
final class KqlParser {
    private static final int MAX_TERMS = 200;

    private final String text;
    private int position;
    private int depth;
    private int terms;

    private KqlParser(String text) {
        this.text = text;
    }

    static SearchExpression parse(String text) {
        KqlParser parser = new KqlParser(text);
        parser.skipSpace();
        if (parser.atEnd()) {
            throw QueryFailure.badRequest("The search text is empty.");
        }
        SearchExpression expression = parser.disjunction();
        if (!parser.atEnd()) {
            throw QueryFailure.character(text, parser.position);
        }
        return expression;
    }

    private SearchExpression disjunction() {
        List<SearchExpression> parts = new ArrayList<>(List.of(conjunction()));
        while (skipWord("OR")) {
            parts.add(conjunction());
        }
        return parts.size() == 1 ? parts.getFirst() : new SearchExpression.Or(parts);
    }

    private SearchExpression conjunction() {
        List<SearchExpression> parts = new ArrayList<>(List.of(unary()));
        while (!atEnd() && text.charAt(position) != ')' && !isWord("OR")) {
            skipWord("AND");
            parts.add(unary());
        }
        return parts.size() == 1 ? parts.getFirst() : new SearchExpression.And(parts);
    }

    private SearchExpression unary() {
        if (atEnd()) {
            throw QueryFailure.syntax(text, position);
        }
        if (++depth > FilterParser.MAX_DEPTH) {
            throw QueryFailure.character(text, position);
        }
        SearchExpression result;
        if (skipWord("NOT") || (text.charAt(position) == '-' && isAdjacent(position) && skipSign())) {
            result = new SearchExpression.Not(unary());
        } else if (text.charAt(position) == '+' && isAdjacent(position) && skipSign()) {
            result = unary();
        } else {
            result = primary();
        }
        depth--;
        return result;
    }

    private SearchExpression primary() {
        if (text.charAt(position) == '(') {
            position++;
            skipSpace();
            SearchExpression inner = disjunction();
            if (atEnd()) {
                throw QueryFailure.syntax(text, position);
            }
            position++;
            skipSpace();
            return inner;
        }
        if (text.charAt(position) == ')') {
            throw QueryFailure.character(text, position);
        }
        if (++terms > MAX_TERMS) {
            throw QueryFailure.badRequest("The search has more than " + MAX_TERMS + " terms.");
        }
        if (text.charAt(position) == '"') {
            return words(Optional.empty(), quoted());
        }
        for (String proximity : List.of("NEAR", "ONEAR", "XRANK", "WORDS")) {
            if (isWord(proximity) || text.startsWith(proximity + "(", position)) {
                throw QueryFailure.badRequest("The search operator '" + proximity + "' is not supported.");
            }
        }
        int start = position;
        while (!atEnd() && Character.isLetter(text.charAt(position))) {
            position++;
        }
        String name = text.substring(start, position);
        String operator = name.isEmpty() ? "" : operator();
        if (operator.isEmpty()) {
            position = start;
            return words(Optional.empty(), word());
        }
        position += operator.length();
        boolean isQuoted = !atEnd() && text.charAt(position) == '"';
        return KqlProperty.restriction(name, operator, isQuoted ? quoted() : word(), isQuoted);
    }

    /** The operator after a name, if a value follows immediately; "Re: x" and "http://x" contain none. */
    private String operator() {
        for (String operator : List.of("<=", ">=", "<>", ":", "=", "<", ">")) {
            int end = position + operator.length();
            if (text.startsWith(operator, position)) {
                boolean followed = end < text.length() && " )".indexOf(text.charAt(end)) < 0;
                return followed && !text.startsWith("//", end) ? operator : "";
            }
        }
        return "";
    }

    static SearchExpression words(Optional<String> property, String text) {
        String plain = text.endsWith("*") ? text.substring(0, text.length() - 1) : text;
        if (plain.indexOf('*') >= 0) {
            throw QueryFailure.badRequest("In a search, '*' is allowed only at the end of a word.");
        }
        if (plain.isBlank()) {
            throw QueryFailure.badRequest("The search text is empty.");
        }
        return new Words(property, plain, plain.equals(text) ? Matching.WHOLE : Matching.PREFIX);
    }

    private String word() {
        int start = position;
        int open = 0;
        while (!atEnd() && text.charAt(position) != ' ' && text.charAt(position) != '"') {
            char c = text.charAt(position);
            if (c == ')' && open-- == 0) {
                break;
            }
            open += c == '(' ? 1 : 0;
            position++;
        }
        String word = text.substring(start, position);
        skipSpace();
        return word;
    }

    private String quoted() {
        int end = text.indexOf('"', position + 1);
        if (end < 0) {
            throw QueryFailure.badRequest("There is an unterminated string literal at position " + position + " in '"
                    + QueryFailure.echo(text) + "'.");
        }
        String content = text.substring(position + 1, end);
        position = end + 1;
        if (!atEnd() && text.charAt(position) == '*') {
            content += "*";
            position++;
        }
        skipSpace();
        return content;
    }

    /** Whether a sign is followed by its operand without a space. */
    private boolean isAdjacent(int at) {
        return at + 1 < text.length() && " )".indexOf(text.charAt(at + 1)) < 0;
    }

    private boolean skipSign() {
        position++;
        return true;
    }

    private boolean isWord(String word) {
        int end = position + word.length();
        return text.startsWith(word, position) && (end == text.length() || " (\"".indexOf(text.charAt(end)) >= 0);
    }

    private boolean skipWord(String word) {
        boolean found = isWord(word);
        if (found) {
            position += word.length();
            skipSpace();
        }
        return found;
    }

    private boolean atEnd() {
        return position >= text.length();
    }

    private void skipSpace() {
        while (!atEnd() && text.charAt(position) == ' ') {
            position++;
        }
    }
}
