package dev.postern.graph.directory;

import dev.postern.access.ObjectId;
import dev.postern.compute.Deadline;
import dev.postern.compute.Limit;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.model.MetadataLevel;
import dev.postern.graph.model.StructuredType;
import dev.postern.graph.odata.Family;
import dev.postern.graph.odata.QueryFailure;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.graph.odata.QueryTarget;
import dev.postern.http.Response;
import dev.postern.query.DocumentEvaluator;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists objects of the directory: filters, sorts and pages their documents in memory. */
final class DirectoryListing {
    /** The default page size. */
    static final int PAGE = 100;

    static final int MAX_PAGE_SIZE = 999;

    private static final Set<String> OPTIONS =
            Set.of("filter", "orderby", "select", "expand", "top", "skip", "count", "search", "skiptoken", "format");

    /**
     * The objects of a query.
     *
     * @param context the name in the context URL: {@code users}
     * @param types the types its objects can have; the first one is the type of the response
     * @param reference whether it is a relation of an object, as members are; then a filter needs the index
     * @param directory where related objects are found
     * @param above the documents with an id above the given one, in the order of their ids; null if only all of them
     *     are available, in any order
     */
    record Source(
            String context,
            List<StructuredType> types,
            boolean reference,
            DirectorySnapshot directory,
            Function<QueryOptions, Stream<ObjectNode>> documents,
            @Nullable BiFunction<QueryOptions, ObjectId, Stream<ObjectNode>> above) {
        Source {
            types = List.copyOf(types);
        }

        Source(
                String context,
                List<StructuredType> types,
                boolean reference,
                DirectorySnapshot directory,
                Function<QueryOptions, Stream<ObjectNode>> documents) {
            this(context, types, reference, directory, documents, null);
        }
    }

    private static final Limit LIMIT = Limit.of(Limit.SMALL + 1, Duration.ofSeconds(5));

    private DirectoryListing() {}

    static Response list(GraphRequest request, Source source) {
        QueryOptions query = read(request, source);
        AdvancedQuery.require(request, query, source.reference());
        if (source.above() != null && isPlain(query)) {
            return plain(request, source, query, source.above());
        }
        List<ObjectNode> matching = matching(request, source, query);
        int from = PageToken.position(query.paging().skipToken(), matching);
        int to = Math.min(matching.size(), from + query.paging().top().orElse(PAGE));
        Optional<String> next = to < matching.size()
                ? Optional.of(request.linkWith("$skiptoken", PageToken.after(to, matching.get(to - 1))))
                : Optional.empty();
        OptionalLong count = query.paging().count() ? OptionalLong.of(matching.size()) : OptionalLong.empty();
        return page(request, source, query, matching.subList(from, to), count, next);
    }

    private static Response page(
            GraphRequest request,
            Source source,
            QueryOptions query,
            List<ObjectNode> documents,
            OptionalLong count,
            Optional<String> next) {
        MetadataLevel level = request.metadata(query);
        List<ObjectNode> page = documents.stream()
                .map(document -> request.model()
                        .shaper()
                        .shape(source.types().getFirst(), document, query.view().shape(), level))
                .toList();
        String context = source.context() + query.view().selection().contextSuffix();
        return GraphAnswer.ok(request.envelope(level, context).page(page, count, next), level);
    }

    /**
     * Whether the query lists everything in the order of the ids without a total count. Then a page costs only what it
     * contains.
     */
    private static boolean isPlain(QueryOptions query) {
        return query.orders().isEmpty()
                && query.filter().isEmpty()
                && query.search().isEmpty()
                && !query.paging().count();
    }

    private static Response plain(
            GraphRequest request,
            Source source,
            QueryOptions query,
            BiFunction<QueryOptions, ObjectId, Stream<ObjectNode>> above) {
        Optional<PageToken.Place> place = query.paging().skipToken().map(PageToken::read);
        int top = query.paging().top().orElse(PAGE);
        Stream<ObjectNode> rest = place.isEmpty()
                ? source.documents().apply(query)
                : above.apply(query, Lookup.id(place.get().id()).orElseThrow(PageToken::unreadable));
        List<ObjectNode> some = rest.limit(top + 1L).toList();
        List<ObjectNode> page = some.size() > top ? some.subList(0, top) : some;
        int position = place.map(PageToken.Place::position).orElse(0) + page.size();
        Optional<String> next = some.size() > top && top > 0
                ? Optional.of(request.linkWith("$skiptoken", PageToken.after(position, page.getLast())))
                : Optional.empty();
        return page(request, source, query, page, OptionalLong.empty(), next);
    }

    static Response count(GraphRequest request, Source source) {
        QueryOptions query = read(request, source);
        AdvancedQuery.requireForCount(request);
        return GraphAnswer.count(matching(request, source, query).size());
    }

    /** Runs in the compute pool: a directory can be large, and a condition long. */
    private static List<ObjectNode> matching(GraphRequest request, Source source, QueryOptions query) {
        return request.compute().pool().run(LIMIT, deadline -> matching(source, query, deadline));
    }

    private static List<ObjectNode> matching(Source source, QueryOptions query, Deadline deadline) {
        Comparator<JsonNode> order = DocumentEvaluator.comparator(query.orders())
                .thenComparing(document -> document.path("id").asString(""));
        Predicate<ObjectNode> filter = query.filter()
                .<Predicate<ObjectNode>>map(condition -> {
                    RelatedIds related = RelatedIds.of(source.directory(), condition);
                    return document -> related.test(condition, document);
                })
                .orElse(_ -> true);
        return source.documents()
                .apply(query)
                .peek(_ -> deadline.check())
                .filter(filter)
                .filter(document -> query.search()
                        .map(expression -> WordSearch.test(expression, document))
                        .orElse(true))
                .sorted(order)
                .toList();
    }

    /** In a list of several types, every property of each type may be used, as long as one type has all of them. */
    private static QueryOptions read(GraphRequest request, Source source) {
        QueryFailure first = null;
        for (StructuredType type : source.types()) {
            try {
                return request.query(new QueryTarget(type, Family.DIRECTORY, OPTIONS, MAX_PAGE_SIZE, Set.of()));
            } catch (QueryFailure failure) {
                first = first == null ? failure : first;
            }
        }
        throw first == null ? new IllegalArgumentException("no type") : first;
    }
}
