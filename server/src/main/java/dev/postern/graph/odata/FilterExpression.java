package dev.postern.graph.odata;

import dev.postern.query.Condition.Operator;
import java.util.List;
import java.util.Optional;

/** A parsed filter, not yet resolved against a type. */
sealed interface FilterExpression {
    record Logical(boolean and, List<FilterExpression> parts) implements FilterExpression {}

    record Negation(FilterExpression inner) implements FilterExpression {}

    record Comparison(Operator operator, FilterExpression left, FilterExpression right) implements FilterExpression {}

    record Membership(FilterExpression left, List<FilterExpression> choices) implements FilterExpression {}

    record Member(List<String> segments, int position) implements FilterExpression {}

    /** {@code categories/any(c:...)}; without a variable it tests for any element. */
    record Lambda(Member collection, boolean any, Optional<Body> body) implements FilterExpression {}

    record Body(String variable, FilterExpression condition) {}

    record Call(String function, List<FilterExpression> arguments, int position) implements FilterExpression {}

    record Constant(FilterToken.Constant token) implements FilterExpression {}

    record TypedText(FilterToken.TypedText token) implements FilterExpression {}
}
