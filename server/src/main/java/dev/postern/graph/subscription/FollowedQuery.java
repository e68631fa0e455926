package dev.postern.graph.subscription;

import dev.postern.graph.GraphModel;
import dev.postern.graph.item.ExtensionNames;
import dev.postern.graph.odata.Family;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.graph.odata.QueryTarget;
import dev.postern.query.Condition;
import dev.postern.query.UsedPaths;
import dev.postern.subscription.SubscribedKind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The query in the resource of a subscription. */
final class FollowedQuery {
    private static final Set<String> NEVER = Set.of("top", "skip", "orderby");
    private static final Set<String> BODIES = Set.of("body", "uniqueBody");
    private static final Set<String> EXPANDABLE =
            Set.of("singleValueExtendedProperties", "multiValueExtendedProperties");
    private static final String UNSUPPORTED = "$top, $skip, $orderby, $select=body,uniqueBody and $expand other than"
            + " singleValueExtendedProperties,multiValueExtendedProperties are not supported in subscription resource"
            + " Url.";

    private final SubscribedKind kind;
    private final QueryOptions options;

    private FollowedQuery(SubscribedKind kind, QueryOptions options) {
        this.kind = kind;
        this.options = options;
    }

    /** @throws dev.postern.graph.GraphFailure if a subscription cannot have it */
    static FollowedQuery parse(GraphModel model, SubscribedKind kind, String query) {
        if (names(query).stream().anyMatch(NEVER::contains)) {
            throw SubscriptionFaults.extension(400, UNSUPPORTED);
        }
        QueryTarget target = QueryTarget.list(model.types().type(kind.name().toLowerCase(Locale.ROOT)), Family.OUTLOOK)
                .without("top", "skip", "orderby", "count", "skiptoken", "format");
        QueryOptions options = model.queries().parse(query, target);
        if (options.view().expands().stream().anyMatch(one -> !EXPANDABLE.contains(one.navigation()))) {
            throw SubscriptionFaults.extension(400, UNSUPPORTED);
        }
        return new FollowedQuery(kind, options);
    }

    QueryOptions options() {
        return options;
    }

    /** @throws dev.postern.graph.GraphFailure if notifications with this query cannot contain the item */
    void checkRich() {
        if (select().isEmpty()) {
            throw SubscriptionFaults.extension(
                    400, "select clause should be present in query string to support rich notifications");
        }
        if (select().stream().anyMatch(BODIES::contains)) {
            throw SubscriptionFaults.extension(400, UNSUPPORTED);
        }
    }

    /** The names of the selected properties. */
    List<String> select() {
        return options.view().selection().items().stream()
                .map(item -> item.path().segments().getFirst())
                .distinct()
                .toList();
    }

    /** The properties whose changes are notified, empty for all: the selected ones, and those of the condition, which decides what is in. */
    List<String> watched() {
        List<String> selected = select();
        if (selected.isEmpty()) {
            return selected;
        }
        var watched = new LinkedHashSet<>(selected);
        options.filter()
                .ifPresent(filter -> UsedPaths.of(filter)
                        .forEach(path -> watched.add(path.segments().getFirst())));
        return List.copyOf(watched);
    }

    /** The condition as the mailbox evaluates it; null if there is none. */
    @Nullable
    Condition condition() {
        return options.filter()
                .map(kind == SubscribedKind.MESSAGE ? ExtensionNames::understood : ExtensionNames::stored)
                .orElse(null);
    }

    /** The part of a query that shows an item: {@code $select} and {@code $expand}. */
    static String shown(String query) {
        var parts = new ArrayList<String>();
        for (String part : query.split("&")) {
            String name = name(part);
            if (name.equals("select") || name.equals("expand")) {
                parts.add(part);
            }
        }
        return String.join("&", parts);
    }

    private static List<String> names(String query) {
        return List.of(query.split("&")).stream().map(FollowedQuery::name).toList();
    }

    private static String name(String part) {
        String name = part.split("=", 2)[0].replace("%24", "$").strip().toLowerCase(Locale.ROOT);
        return name.startsWith("$") ? name.substring(1) : name;
    }
}
