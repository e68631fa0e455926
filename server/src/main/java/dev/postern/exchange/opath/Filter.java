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
    private final Function<String, Optional<OpathProperty<T>>> properties;
    private final List<OpathToken> tokens;
    private int at;
    private int depth;

    private Filter(Function<String, Optional<OpathProperty<T>>> properties, List<OpathToken> tokens) {
        this.properties = properties;
        this.tokens = tokens;
    }

    /**
     * Reads a filter.
     *
     * @param properties finds a property by its name in any case
     * @throws FilterRefused when it is not understood
     */
    public static <T> Predicate<T> parse(String filter, Function<String, Optional<OpathProperty<T>>> properties) {
        Filter<T> reading = new Filter<>(properties, OpathLexer.cut(filter));
        OpathCondition<T> condition = reading.or();
        if (!(reading.peek() instanceof OpathToken.End)) {
            throw new FilterRefused(describe(reading.peek()) + " is not expected after a whole condition.");
        }
        return condition;
    }

    private OpathCondition<T> or() {
        if (++depth > DEEPEST) {
            throw new FilterRefused("The filter is nested more than " + DEEPEST + " deep.");
        }
        List<OpathCondition<T>> any = new ArrayList<>(List.of(and()));
        while (takeOperator("or")) {
            any.add(and());
        }
        depth--;
        return any.size() == 1 ? any.getFirst() : new OpathCondition.Or<>(List.copyOf(any));
    }

    private OpathCondition<T> and() {
        List<OpathCondition<T>> all = new ArrayList<>(List.of(not()));
        while (takeOperator("and")) {
            all.add(not());
        }
        return all.size() == 1 ? all.getFirst() : new OpathCondition.And<>(List.copyOf(all));
    }

    private OpathCondition<T> not() {
        boolean negated = false;
        while (takeOperator("not")) {
            negated = !negated;
        }
        OpathCondition<T> condition = peek() instanceof OpathToken.Open ? group() : comparison();
        return negated ? new OpathCondition.Not<>(condition) : condition;
    }

    private OpathCondition<T> group() {
        at++;
        OpathCondition<T> condition = or();
        if (!(take() instanceof OpathToken.Close)) {
            throw new FilterRefused("A closing parenthesis is missing.");
        }
        return condition;
    }

    private OpathCondition<T> comparison() {
        OpathToken token = take();
        if (!(token instanceof OpathToken.Word(String name))) {
            throw new FilterRefused(describe(token) + " stands where a property is expected.");
        }
        OpathProperty<T> property = properties
                .apply(name)
                .orElseThrow(() -> new FilterRefused("'" + name + "' is not a property that can be filtered on here."));
        OpathToken operator = take();
        if (!(operator instanceof OpathToken.Operator(String comparison))) {
            throw new FilterRefused("After " + name + " an operator such as -eq is expected.");
        }
        return compare(property, comparison, take());
    }

    private OpathCondition<T> compare(OpathProperty<T> property, String operator, OpathToken value) {
        return switch (operator) {
            case "eq" -> equal(property, value);
            case "ne" -> new OpathCondition.Not<>(equal(property, value));
            case "like" -> like(property, value);
            case "notlike" -> new OpathCondition.Not<>(like(property, value));
            case "lt" -> order(property, value, sign -> sign < 0);
            case "le" -> order(property, value, sign -> sign <= 0);
            case "gt" -> order(property, value, sign -> sign > 0);
            case "ge" -> order(property, value, sign -> sign >= 0);
            default -> throw new FilterRefused("The operator -" + operator + " is not supported.");
        };
    }

    private OpathCondition<T> equal(OpathProperty<T> property, OpathToken value) {
        return value.equals(new OpathToken.Variable("null"))
                ? new OpathCondition.Equal<>(property, Optional.empty())
                : new OpathCondition.Equal<>(property, Optional.of(Operands.read(property, value)));
    }

    /** The service takes a wildcard only at the end, so that an index can be used; the same is asked here. */
    private OpathCondition<T> like(OpathProperty<T> property, OpathToken value) {
        if (!(property.type() instanceof PropertyType.Text) || !(value instanceof OpathToken.Quoted(String pattern))) {
            throw new FilterRefused("-like compares text with text in quotes; " + property.name() + " can't be.");
        }
        boolean open = pattern.endsWith(WILDCARD);
        String prefix = open ? pattern.substring(0, pattern.length() - 1) : pattern;
        if (prefix.contains(WILDCARD) || (open && prefix.isEmpty())) {
            throw new FilterRefused("'" + pattern + "': a wildcard may stand only at the end, after other characters.");
        }
        return open
                ? new OpathCondition.Like<>(property, prefix)
                : new OpathCondition.Equal<>(property, Optional.of(new OpathOperand.Text(prefix)));
    }

    private OpathCondition<T> order(OpathProperty<T> property, OpathToken value, Predicate<Integer> wanted) {
        return switch (property.type()) {
            case PropertyType.Text _, PropertyType.Whole _, PropertyType.Moment _ ->
                new OpathCondition.Order<>(property, Operands.read(property, value), wanted);
            default -> throw new FilterRefused("The values of " + property.name() + " have no order.");
        };
    }

    private boolean takeOperator(String name) {
        boolean here = peek().equals(new OpathToken.Operator(name));
        if (here) {
            at++;
        }
        return here;
    }

    private OpathToken peek() {
        return tokens.get(at);
    }

    /** The end is never passed. */
    private OpathToken take() {
        return peek() instanceof OpathToken.End ? peek() : tokens.get(at++);
    }

    private static String describe(OpathToken token) {
        return switch (token) {
            case OpathToken.Open _ -> "An opening parenthesis";
            case OpathToken.Close _ -> "A closing parenthesis";
            case OpathToken.Word(String text) -> "'" + text + "'";
            case OpathToken.Operator(String name) -> "The operator -" + name;
            case OpathToken.Quoted(String text) -> "The text '" + text + "'";
            case OpathToken.Digits(String digits) -> "The number " + digits;
            case OpathToken.Variable(String name) -> "$" + name;
            case OpathToken.End _ -> "The end of the filter";
        };
    }
}
