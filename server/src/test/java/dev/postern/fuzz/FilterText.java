package dev.postern.fuzz;

import dev.postern.query.Condition;
import dev.postern.query.Literal;
import dev.postern.query.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes a condition as a filter. */
final class FilterText {
    private FilterText() {}

    static String of(Condition condition) {
        return of(condition, "");
    }

    /** @param element the variable for the element of a collection, with its depth; empty outside of lambdas */
    private static String of(Condition condition, String element) {
        return switch (condition) {
            case Condition.And(var all) -> all.isEmpty() ? "true" : list(" and ", all, element);
            case Condition.Or(var any) -> any.isEmpty() ? "false" : list(" or ", any, element);
            case Condition.Not(var inner) -> "not (" + of(inner, element) + ")";
            case Condition.Compare(var path, var operator, var literal) ->
                path(path, element) + " " + name(operator) + " " + literal(literal);
            case Condition.In(var path, var literals) ->
                path(path, element) + " in ("
                        + literals.stream().map(FilterText::literal).collect(Collectors.joining(",")) + ")";
            case Condition.Match(var path, var position, var text) ->
                switch (position) {
                            case START -> "startswith";
                            case END -> "endswith";
                            case ANYWHERE -> "contains";
                        }
                        + "(" + path(path, element) + "," + quoted(text) + ")";
            case Condition.NumericText(var path, var operator, var number) ->
                "cast(" + path(path, element) + ",Edm.Int64) " + name(operator) + " " + number;
            case Condition.Any(var path, var inner) ->
                path(path, element) + "/any("
                        + (inner.equals(Condition.ALWAYS) ? "" : "x" + element + ":" + of(inner, "x" + element)) + ")";
            case Condition.All(var path, var inner) ->
                path(path, element) + "/all(x" + element + ":" + of(inner, "x" + element) + ")";
            case Condition.Count(var path, var operator, var number) ->
                path(path, element) + "/$count " + name(operator) + " " + number;
        };
    }

    private static String list(String between, List<Condition> parts, String element) {
        return parts.stream().map(part -> of(part, element)).collect(Collectors.joining(between, "(", ")"));
    }

    private static String path(Path path, String element) {
        String own = String.join("/", path.segments());
        return element.isEmpty() ? own : own.isEmpty() ? element : element + "/" + own;
    }

    private static String name(Condition.Operator operator) {
        return operator.name().toLowerCase(Locale.ROOT);
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static String literal(Literal literal) {
        return switch (literal) {
            case Literal.Text(var text) -> quoted(text);
            case Literal.Exact(var text) -> quoted(text);
            case Literal.Enumerated(var name) -> quoted(name);
            case Literal.Guid(var guid) -> guid.toString();
            case Literal.Day(var day) -> day.toString();
            case Literal.Bool(var value) -> Boolean.toString(value);
            case Literal.Whole(var value) -> Long.toString(value);
            case Literal.Real(var value) -> Double.toString(value);
            case Literal.Moment(var value) -> value.toString();
            case Literal.Null _ -> "null";
        };
    }
}
