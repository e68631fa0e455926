package dev.postern.graph.contact;

import dev.postern.graph.odata.Family;
import dev.postern.graph.odata.QueryFailure;
import dev.postern.query.Condition;

/** What Graph refuses in filters on contacts although it could be executed. */
final class ContactRules {
    private ContactRules() {}

    /** @throws QueryFailure if a filter searches within or at the end of a text */
    static void check(Condition filter) {
        switch (filter) {
            case Condition.And(var all) -> all.forEach(ContactRules::check);
            case Condition.Or(var any) -> any.forEach(ContactRules::check);
            case Condition.Not(var inner) -> check(inner);
            case Condition.Any(var _, var element) -> check(element);
            case Condition.All(var _, var element) -> check(element);
            case Condition.Match(var _, var position, var _) -> {
                if (position != Condition.Position.START) {
                    throw Family.OUTLOOK.untranslatable();
                }
            }
            case Condition.Compare _, Condition.In _, Condition.NumericText _, Condition.Count _ -> {}
        }
    }
}
