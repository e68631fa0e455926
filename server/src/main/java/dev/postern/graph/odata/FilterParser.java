package dev.postern.graph.odata;

import dev.postern.graph.odata.FilterExpression.Body;
import dev.postern.graph.odata.FilterExpression.Call;
import dev.postern.graph.odata.FilterExpression.Comparison;
import dev.postern.graph.odata.FilterExpression.Constant;
import dev.postern.graph.odata.FilterExpression.Lambda;
import dev.postern.graph.odata.FilterExpression.Logical;
import dev.postern.graph.odata.FilterExpression.Member;
import dev.postern.graph.odata.FilterExpression.Membership;
import dev.postern.graph.odata.FilterExpression.Negation;
import dev.postern.graph.odata.FilterExpression.TypedText;
import dev.postern.query.Condition.Operator;
import dev.postern.query.Folding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A recursive descent parser for filters. Depth and size are limited, and with them every later traversal. */
final class FilterParser {
    static final int MAX_DEPTH = 50;
    static final int MAX_NODES = 500;
    private static final Set<String> ARITHMETIC = Set.of("add", "sub", "mul", "div", "divby", "mod", "has");

    private final FilterLexer lexer;
    private final QueryFailure untranslatable;
    private FilterToken token;
    private int depth;
    private int nodes;

    private FilterParser(String text, QueryFailure untranslatable) {
        this.lexer = new FilterLexer(text);
        this.untranslatable = untranslatable;
        this.token = lexer.next();
    }

    /**
     * @param untranslatable thrown for a filter that is well formed but not supported, such as arithmetic
     */
    static FilterExpression parse(String text, QueryFailure untranslatable) {
        FilterParser parser = new FilterParser(text, untranslatable);
        FilterExpression expression = parser.disjunction();
        if (!(parser.token instanceof FilterToken.End)) {
            throw parser.unexpected();
        }
        return expression;
    }

    private FilterExpression disjunction() {
        FilterExpression first = conjunction();
        if (!isWord("or")) {
            return first;
        }
        List<FilterExpression> parts = new ArrayList<>(List.of(first));
        while (skipWord("or")) {
            parts.add(conjunction());
        }
        return new Logical(false, parts);
    }

    private FilterExpression conjunction() {
        FilterExpression first = comparison();
        if (!isWord("and")) {
            return first;
        }
        List<FilterExpression> parts = new ArrayList<>(List.of(first));
        while (skipWord("and")) {
            parts.add(comparison());
        }
        return new Logical(true, parts);
    }

    private FilterExpression comparison() {
        FilterExpression left = unary();
        if (token instanceof FilterToken.Name(var word, var _)) {
            String lower = Folding.lower(word);
            Optional<Operator> operator = operator(lower);
            if (operator.isPresent()) {
                advance();
                return new Comparison(operator.get(), left, unary());
            }
            if (lower.equals("in")) {
                advance();
                return new Membership(left, choices());
            }
            if (ARITHMETIC.contains(lower)) {
                throw untranslatable;
            }
        }
        return left;
    }

    private FilterExpression unary() {
        if (token instanceof FilterToken.Name(var word, var position) && word.equalsIgnoreCase("not")) {
            advance();
            descend(position);
            FilterExpression inner = unary();
            depth--;
            return new Negation(inner);
        }
        return primary();
    }

    private FilterExpression primary() {
        if (++nodes > MAX_NODES) {
            throw QueryFailure.badRequest("The node count limit of '" + MAX_NODES + "' has been exceeded.");
        }
        return switch (token) {
            case FilterToken.Constant constant -> {
                advance();
                yield new Constant(constant);
            }
            case FilterToken.TypedText text -> {
                advance();
                yield new TypedText(text);
            }
            case FilterToken.Name(var name, var position) -> {
                advance();
                yield isSign('(') ? call(name, position) : member(name, position);
            }
            case FilterToken.Sign(var sign, var position)
            when sign == '(' -> {
                advance();
                descend(position);
                FilterExpression inner = disjunction();
                depth--;
                expect(')');
                yield inner;
            }
            case FilterToken.Sign _ -> throw unexpected();
            case FilterToken.End(var position) ->
                throw QueryFailure.badRequest("Expression expected at position " + position + " in '"
                        + QueryFailure.echo(lexer.text()) + "'.");
        };
    }

    private FilterExpression member(String first, int position) {
        List<String> segments = new ArrayList<>(List.of(first));
        while (skipSign('/')) {
            if (!(token instanceof FilterToken.Name(var name, var at))) {
                throw unexpected();
            }
            advance();
            if (isSign('(')) {
                return lambda(name, at, new Member(segments, position));
            }
            if (segments.size() >= MAX_DEPTH) {
                throw QueryFailure.syntax(lexer.text(), at);
            }
            segments.add(name);
        }
        return new Member(segments, position);
    }

    private FilterExpression lambda(String name, int at, Member collection) {
        boolean any = name.equalsIgnoreCase("any");
        if (!any && !name.equalsIgnoreCase("all")) {
            throw QueryFailure.syntax(lexer.text(), at);
        }
        int open = token.position();
        advance();
        if (any && skipSign(')')) {
            return new Lambda(collection, true, Optional.empty());
        }
        if (!(token instanceof FilterToken.Name(var variable, var _))) {
            throw unexpected();
        }
        advance();
        expect(':');
        descend(open);
        FilterExpression condition = disjunction();
        depth--;
        expect(')');
        return new Lambda(collection, any, Optional.of(new Body(variable, condition)));
    }

    private FilterExpression call(String function, int position) {
        List<FilterExpression> arguments = new ArrayList<>();
        descend(token.position());
        advance();
        if (!skipSign(')')) {
            do {
                arguments.add(disjunction());
            } while (skipSign(','));
            expect(')');
        }
        depth--;
        return new Call(function, arguments, position);
    }

    private List<FilterExpression> choices() {
        expect('(');
        List<FilterExpression> choices = new ArrayList<>();
        do {
            choices.add(primary());
        } while (skipSign(','));
        expect(')');
        return choices;
    }

    private static Optional<Operator> operator(String lowerCaseWord) {
        return switch (lowerCaseWord) {
            case "eq" -> Optional.of(Operator.EQ);
            case "ne" -> Optional.of(Operator.NE);
            case "lt" -> Optional.of(Operator.LT);
            case "le" -> Optional.of(Operator.LE);
            case "gt" -> Optional.of(Operator.GT);
            case "ge" -> Optional.of(Operator.GE);
            default -> Optional.empty();
        };
    }

    private void descend(int position) {
        if (++depth > MAX_DEPTH) {
            throw QueryFailure.character(lexer.text(), position);
        }
    }

    private void advance() {
        token = lexer.next();
    }

    private boolean isWord(String word) {
        return token instanceof FilterToken.Name(var text, var _) && text.equalsIgnoreCase(word);
    }

    private boolean skipWord(String word) {
        boolean found = isWord(word);
        if (found) {
            advance();
        }
        return found;
    }

    private boolean isSign(char sign) {
        return token instanceof FilterToken.Sign(var found, var _) && found == sign;
    }

    private boolean skipSign(char sign) {
        boolean found = isSign(sign);
        if (found) {
            advance();
        }
        return found;
    }

    private void expect(char sign) {
        if (!skipSign(sign)) {
            throw unexpected();
        }
    }

    private QueryFailure unexpected() {
        return token instanceof FilterToken.Sign(var _, var position)
                ? QueryFailure.character(lexer.text(), position)
                : QueryFailure.syntax(lexer.text(), token.position());
    }
}
