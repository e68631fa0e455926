package dev.postern.graph.odata;

import dev.postern.query.Condition.Operator;
import java.util.List;
import java.util.Optional;

/** A filter as it is written, not yet resolved against a type. */
sealed interface Expression {
    record Logical(boolean and, List<Expression> parts) implements Expression {}

    record Negation(Expression inner) implements Expression {}

    record Comparison(Operator operator, Expression left, Expression right) implements Expression {}

    record Membership(Expression left, List<Expression> choices) implements Expression {}

    record Member(List<String> segments, int position) implements Expression {}

    /** {@code categories/any(c:...)}; without a variable it asks for any element at all. */
    record Lambda(Member collection, boolean any, Optional<Body> body) implements Expression {}

    record Body(String variable, Expression condition) {}

    record Call(String function, List<Expression> arguments, int position) implements Expression {}

    record Constant(Token.Constant token) implements Expression {}

    record TypedText(Token.TypedText token) implements Expression {}
}
