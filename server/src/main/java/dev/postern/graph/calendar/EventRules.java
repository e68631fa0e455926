package dev.postern.graph.calendar;

import dev.postern.graph.odata.QueryFailure;
import dev.postern.query.Condition;
import dev.postern.query.Path;

/** What Graph refuses in queries on events although it could be executed. */
final class EventRules {
    private static final Path UID = Path.of("uid");

    private EventRules() {}

    /** @throws QueryFailure if a filter names {@code uid}, which only responses have */
    static void check(Condition filter) {
        switch (filter) {
            case Condition.And(var all) -> all.forEach(EventRules::check);
            case Condition.Or(var any) -> any.forEach(EventRules::check);
            case Condition.Not(var inner) -> check(inner);
            case Condition.Compare(var path, var _, var _) -> check(path);
            case Condition.In(var path, var _) -> check(path);
            case Condition.Match(var path, var _, var _) -> check(path);
            case Condition.NumericText(var path, var _, var _) -> check(path);
            case Condition.Any _, Condition.All _, Condition.Count _ -> {}
        }
    }

    private static void check(Path path) {
        if (path.equals(UID)) {
            throw new QueryFailure(
                    "UnsupportedEntityExpression", "The property 'uid' does not support filtering. Use 'iCalUId'.");
        }
    }
}
