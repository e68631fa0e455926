package dev.postern.mailbox;

import dev.postern.query.Condition;
import dev.postern.query.Condition.And;
import dev.postern.query.Condition.Compare;
import dev.postern.query.Condition.Not;
import dev.postern.query.Condition.Or;
import dev.postern.query.Literal;
import dev.postern.query.Moments;
import dev.postern.query.Order;
import dev.postern.query.Path;
import dev.postern.query.ValueType;
import dev.postern.store.UnsupportedCondition;
import java.util.List;

/**
 * Converts conditions on the start and the end of events. In Graph these are text without an offset; here they are
 * compared as points in time, in UTC, as responses show them by default.
 */
final class EventConditions {
    static final Path START = Path.of("start/dateTime");
    static final Path END = Path.of("end/dateTime");

    private EventConditions() {}

    static ListQuery understood(ListQuery query) {
        ListQuery sorted = query.orderBy(query.orders().stream()
                .map(order ->
                        isTime(order.path()) ? new Order(order.path(), ValueType.INSTANT, order.descending()) : order)
                .toList());
        Condition condition = query.condition();
        return condition == null ? sorted : sorted.where(understood(condition));
    }

    private static boolean isTime(Path path) {
        return path.equals(START) || path.equals(END);
    }

    private static Condition understood(Condition condition) {
        return switch (condition) {
            case And(var all) ->
                new And(all.stream().map(EventConditions::understood).toList());
            case Or(var any) ->
                new Or(any.stream().map(EventConditions::understood).toList());
            case Not(var inner) -> new Not(understood(inner));
            case Compare(var path, var operator, Literal.Text(var text))
            when isTime(path) ->
                new Compare(
                        path,
                        operator,
                        new Literal.Moment(Moments.parse(text)
                                .orElseThrow(() -> new UnsupportedCondition("'" + text + "' is not a date and time"))));
            case Condition.In(var path, var literals)
            when isTime(path) ->
                new Or(literals.stream()
                        .map(literal -> understood(new Compare(path, Condition.Operator.EQ, literal)))
                        .toList());
            default -> condition;
        };
    }

    /** The default order of lists. */
    static List<Order> byStart() {
        return List.of(new Order(START, ValueType.INSTANT, false));
    }
}
