package dev.postern.graph.odata;

import dev.postern.query.Condition;
import dev.postern.query.Literal;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Conditions as short text, for comparison. */
final class Conditions {
    private Conditions() {}

    static String text(Condition condition) {
        return switch (condition) {
            case Condition.And(var all) -> list("and", all);
            case Condition.Or(var any) -> list("or", any);
            case Condition.Not(var inner) -> "(not " + text(inner) + ")";
            case Condition.Compare(var path, var operator, var literal) -> path + " " + operator + " " + text(literal);
            case Condition.In(var path, var literals) ->
                path + " in " + literals.stream().map(Conditions::text).toList();
            case Condition.Match(var path, var position, var text) ->
                switch (position) {
                            case START -> "startswith";
                            case END -> "endswith";
                            case ANYWHERE -> "contains";
                        }
                        + "(" + path + ",'" + text + "')";
            case Condition.NumericText(var path, var operator, var number) ->
                "number(" + path + ") " + operator + " " + number;
            case Condition.Any(var path, var element) -> "any(" + path + ", " + text(element) + ")";
            case Condition.All(var path, var element) -> "all(" + path + ", " + text(element) + ")";
            case Condition.Count(var path, var operator, var number) ->
                "count(" + path + ") " + operator + " " + number;
        };
    }

    static String text(Literal literal) {
        return switch (literal) {
            case Literal.Text(var text) -> "'" + text + "'";
            case Literal.Exact(var text) -> "exactly '" + text + "'";
            case Literal.Enumerated(var name) -> name;
            case Literal.Guid(var guid) -> guid.toString();
            case Literal.Day(var day) -> day.toString();
            case Literal.Bool(var value) -> String.valueOf(value).toLowerCase(Locale.ROOT);
            case Literal.Whole(var value) -> String.valueOf(value);
            case Literal.Real(var value) -> String.valueOf(value);
            case Literal.Moment(var value) -> value.toString();
            case Literal.Null _ -> "null";
        };
    }

    private static String list(String operator, List<Condition> parts) {
        return parts.isEmpty()
                ? "(" + operator + ")"
                : parts.stream().map(Conditions::text).collect(Collectors.joining(" ", "(" + operator + " ", ")"));
    }
}
