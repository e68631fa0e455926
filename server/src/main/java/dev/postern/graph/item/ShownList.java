package dev.postern.graph.item;

import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.model.MetadataLevel;
import dev.postern.graph.model.StructuredType;
import dev.postern.graph.odata.Family;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.graph.odata.QueryTarget;
import dev.postern.http.Response;
import dev.postern.mailbox.MapiConditions;
import dev.postern.query.DocumentEvaluator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How one request shows objects of which a mailbox has so few that the query is evaluated in memory: calendars, their groups, permissions, contact folders.
 *
 * @param collection names the objects in contexts: {@code users('...')/calendars}
 */
public record ShownList(GraphRequest request, QueryOptions query, StructuredType type, String collection) {
    /** The view of a list. */
    public static ShownList list(GraphRequest request, String type, String collection) {
        return of(request, QueryTarget.list(typed(request, type), Family.OUTLOOK), collection);
    }

    /** The view of a number. */
    public static ShownList count(GraphRequest request, String type) {
        QueryTarget target = QueryTarget.list(typed(request, type), Family.OUTLOOK)
                .without("select", "expand", "orderby", "top", "skip", "skiptoken", "count");
        return of(request, target, "");
    }

    /** The view of one object. */
    public static ShownList one(GraphRequest request, String type, String collection) {
        return of(request, QueryTarget.one(typed(request, type), Family.OUTLOOK), collection);
    }

    private static ShownList of(GraphRequest request, QueryTarget target, String collection) {
        QueryOptions query = request.query(target);
        if (query.paging().skipToken().isPresent()) {
            throw new GraphFailure(
                    400, "ErrorInvalidUrlQuery", "The query parameter '$skiptoken' was not issued by this server.");
        }
        return new ShownList(request, query, target.type(), collection);
    }

    public static StructuredType typed(GraphRequest request, String type) {
        return request.model().types().type(type);
    }

    public List<QueryOptions.Expand> expands() {
        return query.view().expands();
    }

    /** Those that the query selects, in its order. */
    public static List<ObjectNode> matching(QueryOptions query, List<ObjectNode> all) {
        var found = all.stream()
                .filter(one -> query.filter()
                        .map(MapiConditions::canonical)
                        .map(filter -> DocumentEvaluator.test(filter, one))
                        .orElse(true));
        return query.orders().isEmpty()
                ? found.toList()
                : found.sorted(DocumentEvaluator.comparator(query.orders())).toList();
    }

    /** Puts an expansion into a document. An expansion is complete, so options that make pages of it are refused. */
    public static void expand(ObjectNode json, QueryOptions.Expand expand, List<ObjectNode> all) {
        QueryOptions options = expand.options();
        QueryOptions.Paging paging = options.paging();
        if (expand.levels().isPresent()
                || paging.top().isPresent()
                || paging.skip().isPresent()
                || paging.count()) {
            throw GraphFailure.notImplemented("Paging within the expansion of '" + expand.navigation() + "'");
        }
        ArrayNode array = json.putArray(expand.navigation());
        matching(options, all).forEach(array::add);
    }

    public Response page(List<ObjectNode> all) {
        List<ObjectNode> found = matching(query, all);
        Paging paging = Paging.of(request, query);
        List<ObjectNode> shown = paging.of(found).stream().map(this::shaped).toList();
        ObjectNode content = request.envelope(
                        level(), collection + query.view().selection().contextSuffix())
                .page(
                        shown,
                        query.paging().count() ? OptionalLong.of(found.size()) : OptionalLong.empty(),
                        paging.isLast(found.size())
                                ? Optional.empty()
                                : Optional.of(paging.next(request, shown.size())));
        return GraphAnswer.ok(content, level());
    }

    /** As {@link #page}, of lists that Graph does not page. */
    public Response whole(List<ObjectNode> all) {
        List<ObjectNode> found = matching(query, all);
        ObjectNode content = request.envelope(
                        level(), collection + query.view().selection().contextSuffix())
                .page(
                        found.stream().map(this::shaped).toList(),
                        query.paging().count() ? OptionalLong.of(found.size()) : OptionalLong.empty(),
                        Optional.empty());
        return GraphAnswer.ok(content, level());
    }

    public Response number(List<ObjectNode> all) {
        return GraphAnswer.count(matching(query, all).size());
    }

    public Response single(int status, ObjectNode one) {
        ObjectNode content = request.envelope(
                        level(), collection + query.view().selection().contextSuffix() + "/$entity")
                .single(shaped(one));
        return GraphAnswer.json(status, content, level());
    }

    private ObjectNode shaped(ObjectNode one) {
        return request.model().shaper().shape(type, one, query.view().shape(), level());
    }

    private MetadataLevel level() {
        return request.metadata(query);
    }
}
