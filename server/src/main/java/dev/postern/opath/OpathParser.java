package dev.postern.opath;

import dev.postern.query.Condition;
import dev.postern.query.Literal;
import dev.postern.query.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A recursive descent parser for filters. {@code -not} has the highest precedence, {@code -or} the lowest. The depth is limited, so that no
 * filter can exhaust the stack.
 */
public final class OpathParser {
    private static final int MAX_DEPTH = 64;
    private static final String WILDCARD = "*";
    private final Function<String, Optional<OpathProperty>> known;
    private final Map<String, OpathProperty> named = new HashMap<>();
    private final List<OpathToken> tokens;
    private int at;
    private int depth;

    private OpathParser(Function<String, Optional<OpathProperty>> known, List<OpathToken> tokens) {
        this.known = known;
        this.tokens = tokens;
    }

    /**
     * Parses a filter.
     *
     * @param properties finds a property by its name in any case
     * @throws FilterRefused if the filter is invalid
     */
    public static OpathFilter parse(String filter, Function<String, Optional<OpathProperty>> properties) {
        OpathParser reading = new OpathParser(properties, OpathLexer.cut(filter));
        Condition condition = reading.or();
        if (!(reading.peek() instanceof OpathToken.End)) {
            throw new FilterRefused(describe(reading.peek()) + " is not expected after a whole condition.");
        }
        return new OpathFilter(condition, reading.named);
    }

    private Condition or() {
        if (++depth > MAX_DEPTH) {
            throw new FilterRefused("The filter is nested more than " + MAX_DEPTH + " deep.");
        }
        List<Condition> any = new ArrayList<>(List.of(and()));
        while (takeOperator("or")) {
            any.add(and());
        }
        depth--;
        return any.size() == 1 ? any.getFirst() : new Condition.Or(any);
    }

    private Condition and() {
        List<Condition> all = new ArrayList<>(List.of(not()));
        while (takeOperator("and")) {
            all.add(not());
        }
        return all.size() == 1 ? all.getFirst() : new Condition.And(all);
    }

    private Condition not() {
        boolean negated = false;
        while (takeOperator("not")) {
            negated = !negated;
        }
        Condition condition = peek() instanceof OpathToken.Open ? group() : comparison();
        return negated ? new Condition.Not(condition) : condition;
    }

    private Condition group() {
        at++;
        Condition condition = or();
        if (!(take() instanceof OpathToken.Close)) {
            throw new FilterRefused("A closing parenthesis is missing.");
        }
        return condition;
    }

    private Condition comparison() {
        OpathToken token = take();
        if (!(token instanceof OpathToken.Word(String name))) {
            throw new FilterRefused(describe(token) + " is not allowed here; a property is expected.");
        }
        OpathProperty property = known.apply(name)
                .orElseThrow(() -> new FilterRefused("'" + name + "' is not a property that can be filtered on here."));
        OpathToken operator = take();
        if (!(operator instanceof OpathToken.Operator(String comparison))) {
            throw new FilterRefused("After " + name + " an operator such as -eq is expected.");
        }
        named.put(property.name(), property);
        return compare(property, comparison, take());
    }

    private static Condition compare(OpathProperty property, String operator, OpathToken value) {
        return switch (operator) {
            case "eq" -> equal(property, value);
            case "ne" -> new Condition.Not(equal(property, value));
            case "like" -> like(property, value);
            case "notlike" -> new Condition.Not(like(property, value));
            case "lt" -> order(property, value, Condition.Operator.LT);
            case "le" -> order(property, value, Condition.Operator.LE);
            case "gt" -> order(property, value, Condition.Operator.GT);
            case "ge" -> order(property, value, Condition.Operator.GE);
            default -> throw new FilterRefused("The operator -" + operator + " is not supported.");
        };
    }

    /** Matches if any value equals the operand; {@code $null} and empty text match a property without values. */
    private static Condition equal(OpathProperty property, OpathToken value) {
        return value.equals(new OpathToken.Variable("null")) || isEmptyText(property, value)
                ? without(property)
                : Operands.read(property, value)
                        .map(literal -> any(property, Condition.Operator.EQ, literal))
                        .orElse(Condition.NEVER);
    }

    private static boolean isEmptyText(OpathProperty property, OpathToken value) {
        return value.equals(new OpathToken.Quoted(""))
                && (property.type() instanceof PropertyType.Text || property.type() instanceof PropertyType.Link);
    }

    private static Condition without(OpathProperty property) {
        return new Condition.All(
                path(property), new Condition.Compare(Path.SELF, Condition.Operator.EQ, new Literal.Exact("")));
    }

    /** As in Exchange, a wildcard is allowed only at the end. */
    private static Condition like(OpathProperty property, OpathToken value) {
        if (!(property.type() instanceof PropertyType.Text) || !(value instanceof OpathToken.Quoted(String pattern))) {
            throw new FilterRefused(
                    "-like compares text with text in quotes; that is not possible for " + property.name() + ".");
        }
        if (pattern.isEmpty()) {
            return without(property);
        }
        boolean open = pattern.endsWith(WILDCARD);
        String prefix = open ? pattern.substring(0, pattern.length() - 1) : pattern;
        if (prefix.contains(WILDCARD) || (open && prefix.isEmpty())) {
            throw new FilterRefused(
                    "'" + pattern + "': a wildcard is allowed only at the end, after other characters.");
        }
        return open
                ? new Condition.Any(path(property), new Condition.Match(Path.SELF, Condition.Position.START, prefix))
                : any(property, Condition.Operator.EQ, new Literal.Text(prefix));
    }

    private static Condition order(OpathProperty property, OpathToken value, Condition.Operator operator) {
        return switch (property.type()) {
            case PropertyType.Text _, PropertyType.Whole _, PropertyType.Moment _ ->
                Operands.read(property, value)
                        .map(literal -> any(property, operator, literal))
                        .orElse(Condition.NEVER);
            default -> throw new FilterRefused("The values of " + property.name() + " have no order.");
        };
    }

    private static Condition any(OpathProperty property, Condition.Operator operator, Literal literal) {
        return new Condition.Any(path(property), new Condition.Compare(Path.SELF, operator, literal));
    }

    private static Path path(OpathProperty property) {
        return Path.of(property.name());
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

    /** Returns the next token; the end is returned repeatedly. */
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
