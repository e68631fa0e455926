package dev.postern.workflow.expression;

import dev.postern.query.Folding;
import java.util.ArrayList;
import java.util.List;

/** A recursive descent parser for expressions: calls and literals, each followed by any number of member accesses. */
final class Parser {
    static final int MAX_LENGTH = 8_192;
    private static final int MAX_DEPTH = 100;

    private final String text;
    private final ExpressionLexer lexer;
    private ExpressionToken token;
    private int depth;

    private Parser(String text, int start) {
        this.text = text;
        this.lexer = new ExpressionLexer(text, start);
        this.token = lexer.next();
    }

    /** The compiled expression, and the position after it in the text. */
    record Compiled(Expression expression, int end) {}

    /** Parses the rest of the text as one expression. */
    static Expression whole(String text, int start) {
        limit(text, text.length() - start);
        Parser parser = new Parser(text, start);
        Expression expression = parser.expression();
        if (!(parser.token instanceof ExpressionToken.End)) {
            throw parser.unexpected("the end of the expression");
        }
        return expression;
    }

    /** Parses an expression that ends at a closing brace. */
    static Compiled interpolated(String text, int start) {
        Parser parser = new Parser(text, start);
        Expression expression = parser.expression();
        if (!parser.isSign('}')) {
            throw parser.unexpected("'}'");
        }
        limit(text, parser.token.end() - start);
        return new Compiled(expression, parser.token.end());
    }

    private static void limit(String text, int length) {
        if (length > MAX_LENGTH) {
            throw new BadExpression("The template language expression '" + text.substring(0, 40)
                    + "...' is not valid: it has '" + length + "' characters, the limit is '" + MAX_LENGTH + "'.");
        }
    }

    private Expression expression() {
        if (++depth > MAX_DEPTH) {
            throw lexer.bad("it is nested more than '" + MAX_DEPTH + "' levels deep");
        }
        Expression result = primary();
        while (true) {
            if (isSign('?')) {
                advance();
                if (!isSign('.') && !isSign('[')) {
                    throw unexpected("'.' or '['");
                }
                result = access(result, true);
            } else if (isSign('.') || isSign('[')) {
                result = access(result, false);
            } else {
                depth--;
                return result;
            }
        }
    }

    private Expression access(Expression target, boolean forgiving) {
        if (isSign('.')) {
            advance();
            if (!(token instanceof ExpressionToken.Name name)) {
                throw unexpected("the name of a property");
            }
            advance();
            return new Expression.Access(target, new Expression.Literal(JsonValues.text(name.text())), forgiving);
        }
        advance();
        Expression key = expression();
        expect(']');
        return new Expression.Access(target, key, forgiving);
    }

    private Expression primary() {
        return switch (token) {
            case ExpressionToken.Constant constant -> {
                advance();
                yield new Expression.Literal(constant.value());
            }
            case ExpressionToken.Name name -> {
                advance();
                yield isSign('(') ? call(name.text()) : word(name);
            }
            default -> throw unexpected("a function, a string or a number");
        };
    }

    private Expression word(ExpressionToken.Name name) {
        return switch (Folding.lower(name.text())) {
            case "true" -> new Expression.Literal(JsonValues.flag(true));
            case "false" -> new Expression.Literal(JsonValues.flag(false));
            case "null" -> new Expression.Literal(JsonValues.nothing());
            default ->
                throw lexer.bad("the string '" + name.text() + "' at position '" + name.start()
                        + "' is not expected; a string needs single quotes, a function needs parentheses");
        };
    }

    private Expression call(String name) {
        advance();
        List<Expression> arguments = new ArrayList<>();
        if (!isSign(')')) {
            arguments.add(expression());
            while (isSign(',')) {
                advance();
                arguments.add(expression());
            }
        }
        expect(')');
        Function function = Functions.named(name);
        if (function == null) {
            throw new BadExpression("The template function '" + name + "' is not defined or not valid.");
        }
        if (arguments.size() < function.min() || arguments.size() > function.max()) {
            throw lexer.bad("the function '" + function.name() + "' takes " + Functions.arity(function)
                    + " and was given '" + arguments.size() + "'");
        }
        return new Expression.Call(function, List.copyOf(arguments));
    }

    private boolean isSign(char sign) {
        return token instanceof ExpressionToken.Sign s && s.sign() == sign;
    }

    private void expect(char sign) {
        if (!isSign(sign)) {
            throw unexpected("'" + sign + "'");
        }
        advance();
    }

    private void advance() {
        // After the brace that ends an interpolation comes ordinary text, which must not be split into tokens.
        token = lexer.next();
    }

    private BadExpression unexpected(String expected) {
        String found = token instanceof ExpressionToken.End
                ? "the end"
                : "'" + text.substring(token.start(), token.end()) + "'";
        return lexer.bad(expected + " is expected at position '" + token.start() + "', but " + found + " was found");
    }
}
