package dev.postern.graph.mail;

import dev.postern.graph.GraphFailure;
import dev.postern.graph.model.Selection;
import dev.postern.graph.model.StructuredType;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.mailbox.ItemProperty;
import dev.postern.mailbox.PropertyTable;
import dev.postern.query.Condition;
import dev.postern.query.Path;
import dev.postern.query.UsedPaths;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The properties withheld from callers with only Mail.ReadBasic. Selecting one is refused, as is using it in a filter
 * or a sort, whose results would disclose it. Callers who select nothing get the other properties.
 */
public final class ReadBasicProjection {
    private static final Set<String> WITHHELD = PropertyTable.MESSAGE.names(property -> !property.basic());

    private static final Set<String> ONLY_SELECTED = PropertyTable.MESSAGE.names(ItemProperty::named);

    private ReadBasicProjection() {}

    /** @throws GraphFailure if the query uses a withheld property */
    public static void check(QueryOptions query) {
        if (touched(query)) {
            throw denied();
        }
    }

    static GraphFailure denied() {
        return new GraphFailure(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.");
    }

    /** Also checks expansions, whether or not there will be anything to expand. */
    private static boolean touched(QueryOptions query) {
        return query.search().isPresent()
                || query.filter().filter(ReadBasicProjection::touches).isPresent()
                || query.orders().stream().anyMatch(order -> isWithheld(order.path()))
                || query.view().expands().stream().anyMatch(e -> isWithheld(e.navigation()) || touched(e.options()))
                || query.view().selection().items().stream().anyMatch(item -> isWithheld(item.path()));
    }

    /** The properties for a caller who selects nothing. */
    static Selection selection(StructuredType message) {
        return new Selection(message.properties().stream()
                .filter(p -> !p.navigation() && !WITHHELD.contains(p.name()) && !ONLY_SELECTED.contains(p.name()))
                .map(p -> new Selection.Item(Optional.empty(), new Path(List.of(p.name()))))
                .toList());
    }

    private static boolean isWithheld(Path path) {
        return !path.isSelf() && isWithheld(path.segments().getFirst());
    }

    private static boolean isWithheld(String name) {
        return WITHHELD.contains(name) || MeetingMembers.WITHHELD.contains(name);
    }

    /** Whether the result of a condition discloses a withheld property. */
    static boolean touches(Condition condition) {
        return UsedPaths.of(condition).stream().anyMatch(ReadBasicProjection::isWithheld);
    }
}
