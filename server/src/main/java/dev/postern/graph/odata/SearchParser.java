package dev.postern.graph.odata;

import dev.postern.graph.model.ModelProperty;
import dev.postern.graph.model.Primitive;
import dev.postern.query.SearchExpression;
import dev.postern.query.SearchExpression.Matching;
import dev.postern.query.SearchExpression.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The outer syntax of {@code $search}: quoted phrases and bare words with operators between. The content of the quotes
 * depends on the family.
 */
final class SearchParser {
    private static final int MAX_PHRASES = 200;

    private final String text;
    private final Function<String, SearchExpression> phrase;
    private int position;
    private int depth;
    private int phrases;

    private SearchParser(String text, Function<String, SearchExpression> phrase) {
        this.text = text;
        this.phrase = phrase;
    }

    static SearchExpression parse(String text, QueryTarget target) {
        SearchParser parser = new SearchParser(
                text,
                switch (target.family()) {
                    case OUTLOOK -> KqlParser::parse;
                    case DIRECTORY -> clause -> clause(clause, target);
                });
        parser.skipSpace();
        if (parser.atEnd()) {
            throw QueryFailure.badRequest("Expression expected at position 0 in '" + QueryFailure.echo(text) + "'.");
        }
        SearchExpression expression = parser.disjunction();
        if (!parser.atEnd()) {
            throw QueryFailure.character(text, parser.position);
        }
        return expression;
    }

    private static SearchExpression clause(String clause, QueryTarget target) {
        int colon = clause.indexOf(':');
        String name = colon < 0 ? "" : clause.substring(0, colon).strip();
        ModelProperty property = target.type()
                .property(name)
                .filter(p -> p.type().equals(Primitive.STRING.typeName()))
                .orElseThrow(() -> new QueryFailure(
                        "Request_BadRequest",
                        "Unrecognized query argument specified: '" + QueryFailure.echo(clause) + "'."));
        return new Words(
                Optional.of(property.name()), clause.substring(colon + 1).strip(), Matching.PREFIX);
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
        if (++depth > FilterParser.MAX_DEPTH) {
            throw QueryFailure.character(text, Math.min(position, text.length() - 1));
        }
        SearchExpression result = skipWord("NOT") ? new SearchExpression.Not(unary()) : primary();
        depth--;
        return result;
    }

    private SearchExpression primary() {
        if (atEnd()) {
            throw QueryFailure.syntax(text, position);
        }
        if (++phrases > MAX_PHRASES) {
            throw QueryFailure.badRequest("The search has more than " + MAX_PHRASES + " terms.");
        }
        char c = text.charAt(position);
        if (c == '(') {
            position++;
            skipSpace();
            SearchExpression inner = disjunction();
            if (atEnd() || text.charAt(position) != ')') {
                throw QueryFailure.syntax(text, position);
            }
            position++;
            skipSpace();
            return inner;
        }
        if (c == '"') {
            return phrase.apply(quoted());
        }
        // outside of quotes a word consists of letters only
        int start = position;
        while (!atEnd() && Character.isLetter(text.charAt(position))) {
            position++;
        }
        if (start == position || (!atEnd() && " )".indexOf(text.charAt(position)) < 0)) {
            throw QueryFailure.character(text, position);
        }
        String word = text.substring(start, position);
        skipSpace();
        return phrase.apply(word);
    }

    /** Within quotes a backslash escapes the next quote or backslash. */
    private String quoted() {
        int start = position++;
        StringBuilder content = new StringBuilder();
        for (; !atEnd(); position++) {
            char c = text.charAt(position);
            if (c == '"') {
                position++;
                skipSpace();
                return content.toString();
            }
            if (c == '\\' && position + 1 < text.length() && "\"\\".indexOf(text.charAt(position + 1)) >= 0) {
                c = text.charAt(++position);
            }
            content.append(c);
        }
        throw QueryFailure.badRequest("There is an unterminated string literal at position " + start + " in '"
                + QueryFailure.echo(text) + "'.");
    }

    private boolean isWord(String word) {
        int end = position + word.length();
        return text.startsWith(word, position) && (end == text.length() || " (\")".indexOf(text.charAt(end)) >= 0);
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
