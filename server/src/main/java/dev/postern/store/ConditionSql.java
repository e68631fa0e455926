package dev.postern.store;

import dev.postern.query.Condition;
import dev.postern.query.Condition.All;
import dev.postern.query.Condition.And;
import dev.postern.query.Condition.Any;
import dev.postern.query.Condition.Compare;
import dev.postern.query.Condition.Count;
import dev.postern.query.Condition.In;
import dev.postern.query.Condition.Match;
import dev.postern.query.Condition.Not;
import dev.postern.query.Condition.NumericText;
import dev.postern.query.Condition.Operator;
import dev.postern.query.Condition.Or;
import dev.postern.query.Literal;
import dev.postern.query.Order;
import dev.postern.query.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Compiles conditions and sort orders to SQL with the same results as {@link dev.postern.query.DocumentEvaluator}. Text
 * from a caller reaches the engine only as a bound value. A comparison does not wrap its column in a function, so that
 * an index can be used.
 */
public final class ConditionSql {
    private final Engine engine;
    private final ColumnMap map;

    public ConditionSql(Engine engine, ColumnMap map) {
        this.engine = engine;
        this.map = map;
    }

    /** An expression for {@code where}: true, or false or null. */
    public SqlFragment where(Condition condition) {
        Writer writer = new Writer(Dialect.of(engine));
        return new SqlFragment(writer.condition(condition, new ColumnScope.Row(map, writer.dialect)), writer.values);
    }

    /** The list after {@code order by}, for at least one key. */
    public SqlFragment orderBy(List<Order> orders) {
        Writer writer = new Writer(Dialect.of(engine));
        ColumnScope scope = new ColumnScope.Row(map, writer.dialect);
        String keys = orders.stream().map(order -> writer.key(order, scope)).collect(Collectors.joining(", "));
        return new SqlFragment(keys, writer.values);
    }

    private static final class Writer {
        private final Dialect dialect;
        private final Comparisons comparisons;
        private final List<Object> values = new ArrayList<>();
        private int aliases;

        Writer(Dialect dialect) {
            this.dialect = dialect;
            this.comparisons = new Comparisons(dialect, values);
        }

        String condition(Condition condition, ColumnScope scope) {
            return switch (condition) {
                case And(var all) -> joined(all, " and ", "1 = 1", scope);
                case Or(var any) -> joined(any, " or ", "1 = 0", scope);
                case Not(var inner) -> "(" + condition(inner, scope) + ") is not true";
                case Compare(var path, var operator, var literal) ->
                    comparisons.compare(scope.operand(path), operator, literal);
                case In(var path, var literals) -> in(path, literals, scope);
                case Match(var path, var position, var text) -> comparisons.match(scope.operand(path), position, text);
                case NumericText(var path, var operator, var number) ->
                    comparisons.numericText(scope.operand(path), operator, number);
                case Any(var path, var element) -> exists(path, element, scope, "");
                case All(var path, var element) -> "not " + exists(path, element, scope, " is not true");
                case Count(var path, var operator, var number) -> {
                    values.add(number);
                    yield dialect.count(array(path, scope)) + Comparisons.symbol(operator) + "?";
                }
            };
        }

        private String joined(List<Condition> parts, String with, String none, ColumnScope scope) {
            return parts.isEmpty()
                    ? none
                    : parts.stream().map(part -> condition(part, scope)).collect(Collectors.joining(with, "(", ")"));
        }

        private String in(Path path, List<Literal> literals, ColumnScope scope) {
            boolean oneType = literals.stream()
                    .allMatch(l -> !(l instanceof Literal.Null || l instanceof Literal.Moment)
                            && l.type() == literals.getFirst().type());
            if (oneType && !literals.isEmpty()) {
                return comparisons.oneOf(scope.operand(path), literals);
            }
            return condition(
                    new Or(literals.stream()
                            .<Condition>map(l -> new Compare(path, Operator.EQ, l))
                            .toList()),
                    scope);
        }

        private String exists(Path path, Condition element, ColumnScope scope, String tail) {
            JsonPlace array = array(path, scope);
            String alias = "e" + ++aliases;
            ColumnScope inside = new ColumnScope.Element(alias, array.fullPath(), dialect, scope.knownInstants());
            return dialect.exists(array, alias, "(" + condition(element, inside) + ")" + tail);
        }

        private static JsonPlace array(Path path, ColumnScope scope) {
            if (!path.isSelf() && scope.operand(path) instanceof SqlOperand.InJson(var place, var _)) {
                return place;
            }
            throw new UnsupportedCondition("the elements of '" + path + "' is not supported here");
        }

        String key(Order order, ColumnScope scope) {
            SqlOperand operand = scope.operand(order.path());
            String value = comparisons.sortable(operand, order.type());
            if (!order.ranking().isEmpty()) {
                value = comparisons.ranked(value, order.ranking());
            }
            boolean neverNull = operand instanceof SqlOperand.InColumn(var column, var _) && !column.nullable();
            return value
                    + (order.descending() ? " desc" : " asc")
                    + (neverNull && order.ranking().isEmpty() ? "" : dialect.nulls(order.descending()));
        }
    }
}
