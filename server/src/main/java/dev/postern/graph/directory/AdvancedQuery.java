package dev.postern.graph.directory;

import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.odata.QueryOptions;
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
import dev.postern.query.Condition.Position;
import dev.postern.query.Path;
import java.util.Set;

/**
 * Queries that Graph supports only with the directory's index, if the caller sends {@code ConsistencyLevel: eventual}
 * and {@code $count=true}. Postern would not need that; it refuses the same queries, so that a program that works here
 * works with Graph.
 */
final class AdvancedQuery {
    /** Properties that Graph can query only in the index. */
    private static final Set<String> INDEX_ONLY = Set.of(
            "onPremisesSamAccountName",
            "onPremisesDistinguishedName",
            "onPremisesDomainName",
            "onPremisesUserPrincipalName",
            "onPremisesExtensionAttributes",
            "assignedPlans");

    private AdvancedQuery() {}

    static void require(GraphRequest request, QueryOptions query, boolean reference) {
        if (query.paging().skip().isPresent()) {
            throw GraphFailure.directory("'$skip' is not supported by the service.");
        }
        query.view().expands().stream().findFirst().ifPresent(expand -> {
            throw GraphFailure.unsupportedQuery("$expand of '" + expand.navigation() + "' is not supported.");
        });
        query.filter().ifPresent(AdvancedQuery::refuseContains);
        if (query.search().isPresent() && !request.eventual()) {
            throw GraphFailure.unsupportedQuery(
                    "Request with $search query parameter only works through MSGraph with a special request header:"
                            + " 'ConsistencyLevel: eventual'");
        }
        if (query.paging().count() && !request.eventual()) {
            throw GraphFailure.unsupportedQuery(
                    "$count=true requires the request header 'ConsistencyLevel: eventual'.");
        }
        boolean advanced =
                request.eventual() && (query.paging().count() || query.search().isPresent());
        if (advanced || query.filter().isEmpty()) {
            return;
        }
        if (reference) {
            throw GraphFailure.unsupportedQuery(
                    "The specified filter to the reference property query is currently not supported.");
        }
        if (!query.orders().isEmpty()) {
            throw GraphFailure.unsupportedQuery("Sorting not supported for current query.");
        }
        if (needsIndex(query.filter().get())) {
            throw GraphFailure.unsupportedQuery(
                    "Unsupported Query. It needs the request header 'ConsistencyLevel: eventual' and the query"
                            + " option '$count=true'.");
        }
    }

    static void requireForCount(GraphRequest request) {
        if (!request.eventual()) {
            throw GraphFailure.directory("$count is not currently supported.");
        }
    }

    private static boolean needsIndex(Condition condition) {
        return switch (condition) {
            case And(var all) -> all.stream().anyMatch(AdvancedQuery::needsIndex);
            case Or(var any) -> any.stream().anyMatch(AdvancedQuery::needsIndex);
            case Not _, All _, Count _, NumericText _ -> true;
            case Compare(var path, var operator, var _) -> operator == Operator.NE || isIndexOnly(path);
            case In(var path, var _) -> isIndexOnly(path);
            case Match(var path, var position, var _) -> position != Position.START || isIndexOnly(path);
            case Any(var path, var element) -> RelatedIds.isRelation(path) || needsIndex(element);
        };
    }

    private static boolean isIndexOnly(Path path) {
        return !path.isSelf() && INDEX_ONLY.contains(path.segments().getFirst());
    }

    /** The directory has no index for substrings. */
    private static void refuseContains(Condition condition) {
        switch (condition) {
            case And(var all) -> all.forEach(AdvancedQuery::refuseContains);
            case Or(var any) -> any.forEach(AdvancedQuery::refuseContains);
            case Not(var inner) -> refuseContains(inner);
            case Any(var _, var element) -> refuseContains(element);
            case All(var _, var element) -> refuseContains(element);
            case Match(var _, var position, var _)
            when position == Position.ANYWHERE -> throw GraphFailure.unsupportedQuery("Unsupported Query.");
            case Match _, Compare _, In _, Count _, NumericText _ -> {}
        }
    }
}
