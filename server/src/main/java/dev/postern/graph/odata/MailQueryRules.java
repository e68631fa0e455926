package dev.postern.graph.odata;

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
import dev.postern.query.Condition.Or;
import dev.postern.query.Condition.Position;
import dev.postern.query.Literal;
import dev.postern.query.Order;
import dev.postern.query.Path;
import dev.postern.query.UsedPaths;
import dev.postern.query.ValueType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Refuses queries on messages that Postern could execute and Graph refuses, so that a program that works here works
 * with Graph. The parser is independent of these rules; {@link #none} turns them off.
 */
public final class MailQueryRules {
    private static final Path FOLDER = Path.of("parentFolderId");

    private final Set<Path> lambdaOver;
    private final Set<Path> notComparedWithNull;
    private final Map<Path, Set<Path>> freeWithOrderBy;
    private final Set<Path> oldestFirst;
    private final boolean imitating;

    private MailQueryRules(
            Set<Path> lambdaOver,
            Set<Path> notComparedWithNull,
            Map<Path, Set<Path>> freeWithOrderBy,
            Set<Path> oldestFirst,
            boolean imitating) {
        this.lambdaOver = Set.copyOf(lambdaOver);
        this.notComparedWithNull = Set.copyOf(notComparedWithNull);
        this.freeWithOrderBy = Map.copyOf(freeWithOrderBy);
        this.oldestFirst = Set.copyOf(oldestFirst);
        this.imitating = imitating;
    }

    /** Graph's rules, from {@code mail-query-rules.json}. */
    public static MailQueryRules ofGraph() {
        try (InputStream in = MailQueryRules.class.getResourceAsStream("/dev/postern/graph/mail-query-rules.json")) {
            if (in == null) {
                throw new IllegalStateException("mail-query-rules.json is missing");
            }
            JsonNode rules = JsonMapper.shared().readTree(in);
            Map<Path, Set<Path>> free = new HashMap<>();
            rules.required("freeWithOrderBy")
                    .forEachEntry((key, properties) -> free.put(Path.of(key), paths(properties)));
            return new MailQueryRules(
                    paths(rules.required("lambdaOver")),
                    paths(rules.required("notComparedWithNull")),
                    free,
                    paths(rules.required("oldestFirst")),
                    true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** No rules: all supported queries are executed. */
    public static MailQueryRules none() {
        return new MailQueryRules(Set.of(), Set.of(), Map.of(), Set.of(), false);
    }

    /** @throws QueryFailure if Graph would refuse the query */
    public void check(QueryOptions query) {
        if (!imitating) {
            return;
        }
        if (query.search().isPresent()) {
            checkSearch(query);
        }
        query.filter().ifPresent(filter -> {
            checkOffered(filter);
            checkOrder(filter, query.orders());
        });
    }

    /**
     * Returns the order of a list: the requested one; without one the oldest first with some filters, and otherwise none, which is the
     * latest first.
     */
    public List<Order> orders(QueryOptions query) {
        Set<Path> filtered = query.filter().map(UsedPaths::of).orElse(Set.of());
        boolean oldest = query.orders().isEmpty()
                && filtered.stream().anyMatch(path -> oldestFirst.stream().anyMatch(path::startsWith));
        return oldest ? List.of(new Order(Path.of("receivedDateTime"), ValueType.INSTANT, false)) : query.orders();
    }

    /** As {@link #check}, for a filter alone. */
    public void checkFilter(Condition filter) {
        if (imitating) {
            checkOffered(filter);
        }
    }

    private static void checkSearch(QueryOptions query) {
        if (query.filter().isPresent()) {
            throw new QueryFailure(
                    "SearchWithFilter", "The query parameter '$filter' is not supported with '$search'.");
        }
        if (!query.orders().isEmpty()) {
            throw new QueryFailure(
                    "SearchWithOrderBy", "The query parameter '$orderBy' is not supported with '$search'.");
        }
        if (query.paging().skip().isPresent()) {
            throw new QueryFailure(
                    "ErrorInvalidUrlQuery", "The query parameter '$skip' is not supported with '$search'.");
        }
        if (query.paging().count()) {
            throw new QueryFailure(
                    "ErrorInvalidUrlQuery", "The query parameter '$count' is not supported with '$search'.");
        }
    }

    private void checkOffered(Condition condition) {
        switch (condition) {
            case And(var all) -> all.forEach(this::checkOffered);
            case Or(var any) -> any.forEach(this::checkOffered);
            case Not(var inner) -> checkOffered(inner);
            case Any(var collection, var element) -> {
                require(lambdaOver.contains(collection));
                checkOffered(element);
            }
            case Match(var _, var position, var _) -> require(position != Position.END);
            case Compare(var path, var _, var literal) ->
                require(!(literal instanceof Literal.Null)
                        || notComparedWithNull.stream().noneMatch(path::startsWith));
            case NumericText _ -> {}
            case In(var path, var _) -> require(path.equals(FOLDER));
            case All _, Count _ -> require(false);
        }
    }

    private static void require(boolean offered) {
        if (!offered) {
            throw Family.OUTLOOK.untranslatable();
        }
    }

    /**
     * One of the two lists, the sort's keys and the filter's properties in the order of their first use, must be a
     * prefix of the other.
     */
    private void checkOrder(Condition filter, List<Order> orders) {
        if (orders.isEmpty()) {
            return;
        }
        List<Path> keys = orders.stream().map(Order::path).toList();
        Set<Path> filtered = UsedPaths.of(withoutFolder(filter));
        Set<Path> free = keys.stream()
                .flatMap(key -> freeWithOrderBy.getOrDefault(key, Set.of()).stream())
                .filter(path -> !keys.contains(path))
                .collect(Collectors.toSet());
        List<Path> bound =
                filtered.stream().filter(path -> !free.contains(path)).toList();
        int common = Math.min(keys.size(), bound.size());
        if (!keys.subList(0, common).equals(bound.subList(0, common))) {
            throw new QueryFailure(
                    "InefficientFilter", "The restriction or sort order is too complex for this operation.");
        }
    }

    /** {@code parentFolderId eq} chooses the folder to list, so it is not one of the conditions on its messages. */
    private static Condition withoutFolder(Condition filter) {
        return filter instanceof And(var all)
                ? new And(all.stream()
                        .map(MailQueryRules::withoutFolder)
                        .filter(part -> !isFolder(part))
                        .toList())
                : isFolder(filter) ? Condition.ALWAYS : filter;
    }

    private static boolean isFolder(Condition condition) {
        return condition instanceof Compare(var path, var operator, var _)
                && path.equals(FOLDER)
                && operator == Condition.Operator.EQ;
    }

    private static Set<Path> paths(JsonNode names) {
        return names.valueStream().map(name -> Path.of(name.stringValue())).collect(Collectors.toSet());
    }
}
