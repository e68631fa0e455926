package dev.postern.exchange.opath;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Reads filters by recursive descent. {@code -not} binds tightest, {@code -or} loosest; depth is limited, so that no filter can
 * exhaust the stack.
 */
public final class Filter<T> {
    private static final int DEEPEST = 64;
    private static final String WILDCARD = "*";
    private final Function<String, Optional<Property<T>>> properties;
    private final List<Token> tokens;
    private int at;
    private int depth;

    private Filter(Function<String, Optional<Property<T>>> properties, List<Token> tokens) {
        this.properties = properties;
        this.tokens = tokens;
    }

    /**
     * Reads a filter.
     *
     * @param properties finds a property by its name in any case
     * @throws FilterRefused when it is not understood
     */
    public static <T> Predicate<T> parse(String filter, Function<String, Optional<Property<T>>> properties) {
        Filter<T> reading = new Filter<>(properties, Lexer.cut(filter));
        Condition<T> condition = reading.or();
        if (!(reading.peek() instanceof Token.End)) {
            throw new FilterRefused(describe(reading.peek()) + " is not expected after a whole condition.");
        }
        return condition;
    }

    private Condition<T> or() {
        if (++depth > DEEPEST) {
            throw new FilterRefused("The filter is nested more than " + DEEPEST + " deep.");
        }
        List<Condition<T>> any = new ArrayList<>(List.of(and()));
        while (takeOperator("or")) {
            any.add(and());
        }
        depth--;
        return any.size() == 1 ? any.getFirst() : new Condition.Or<>(List.copyOf(any));
    }

    private Condition<T> and() {
        List<Condition<T>> all = new ArrayList<>(List.of(not()));
        while (takeOperator("and")) {
            all.add(not());
        }
        return all.size() == 1 ? all.getFirst() : new Condition.And<>(List.copyOf(all));
    }

    private Condition<T> not() {
        boolean negated = false;
        while (takeOperator("not")) {
            negated = !negated;
        }
        Condition<T> condition = peek() instanceof Token.Open ? group() : comparison();
        return negated ? new Condition.Not<>(condition) : condition;
    }

    private Condition<T> group() {
        at++;
        Condition<T> condition = or();
        if (!(take() instanceof Token.Close)) {
            throw new FilterRefused("A closing parenthesis is missing.");
        }
        return condition;
    }

    private Condition<T> comparison() {
        Token token = take();
        if (!(token instanceof Token.Word(String name))) {
            throw new FilterRefused(describe(token) + " stands where a property is expected.");
        }
        Property<T> property = properties
                .apply(name)
                .orElseThrow(() -> new FilterRefused("'" + name + "' is not a property that can be filtered on here."));
        Token operator = take();
        if (!(operator instanceof Token.Operator(String comparison))) {
            throw new FilterRefused("After " + name + " an operator such as -eq is expected.");
        }
        return compare(property, comparison, take());
    }

    private Condition<T> compare(Property<T> property, String operator, Token value) {
        return switch (operator) {
            case "eq" -> equal(property, value);
            case "ne" -> new Condition.Not<>(equal(property, value));
            case "like" -> like(property, value);
            case "notlike" -> new Condition.Not<>(like(property, value));
            case "lt" -> order(property, value, sign -> sign < 0);
            case "le" -> order(property, value, sign -> sign <= 0);
            case "gt" -> order(property, value, sign -> sign > 0);
            case "ge" -> order(property, value, sign -> sign >= 0);
            default -> throw new FilterRefused("The operator -" + operator + " is not supported.");
        };
    }

    private Condition<T> equal(Property<T> property, Token value) {
        return value.equals(new Token.Variable("null"))
                ? new Condition.Equal<>(property, Optional.empty())
                : new Condition.Equal<>(property, Optional.of(Operands.read(property, value)));
    }

    /** The service takes a wildcard only at the end, so that an index can be used; the same is asked here. */
    private Condition<T> like(Property<T> property, Token value) {
        if (!(property.type() instanceof PropertyType.Text) || !(value instanceof Token.Quoted(String pattern))) {
            throw new FilterRefused("-like compares text with text in quotes; " + property.name() + " can't be.");
        }
        boolean open = pattern.endsWith(WILDCARD);
        String prefix = open ? pattern.substring(0, pattern.length() - 1) : pattern;
        if (prefix.contains(WILDCARD) || (open && prefix.isEmpty())) {
            throw new FilterRefused("'" + pattern + "': a wildcard may stand only at the end, after other characters.");
        }
        return open
                ? new Condition.Like<>(property, prefix)
                : new Condition.Equal<>(property, Optional.of(new Operand.Text(prefix)));
    }

    private Condition<T> order(Property<T> property, Token value, Predicate<Integer> wanted) {
        return switch (property.type()) {
            case PropertyType.Text _, PropertyType.Whole _, PropertyType.Moment _ ->
                new Condition.Order<>(property, Operands.read(property, value), wanted);
            default -> throw new FilterRefused("The values of " + property.name() + " have no order.");
        };
    }

    private boolean takeOperator(String name) {
        boolean here = peek().equals(new Token.Operator(name));
        if (here) {
            at++;
        }
        return here;
    }

    private Token peek() {
        return tokens.get(at);
    }

    /** The end is never passed. */
    private Token take() {
        return peek() instanceof Token.End ? peek() : tokens.get(at++);
    }

    private static String describe(Token token) {
        return switch (token) {
            case Token.Open _ -> "An opening parenthesis";
            case Token.Close _ -> "A closing parenthesis";
            case Token.Word(String text) -> "'" + text + "'";
            case Token.Operator(String name) -> "The operator -" + name;
            case Token.Quoted(String text) -> "The text '" + text + "'";
            case Token.Digits(String digits) -> "The number " + digits;
            case Token.Variable(String name) -> "$" + name;
            case Token.End _ -> "The end of the filter";
        };
    }
}
