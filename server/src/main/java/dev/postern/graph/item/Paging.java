package dev.postern.graph.item;

import dev.postern.graph.GraphRequest;
import dev.postern.graph.odata.QueryOptions;
import java.util.List;

/** The part of a list in a response. */
public record Paging(int skip, int top) {
    private static final int DEFAULT_TOP = 10;
    private static final int MAX_PAGE_SIZE = 1000;

    public static Paging of(GraphRequest request, QueryOptions query) {
        return new Paging(query.paging().skip().orElse(0), top(request, query, DEFAULT_TOP));
    }

    /** The page size: the requested one, the preferred one, or this default. */
    public static int top(GraphRequest request, QueryOptions query, int otherwise) {
        return query.paging().top().orElseGet(() -> preferred(request, otherwise));
    }

    private static int preferred(GraphRequest request, int otherwise) {
        return request.preferences()
                .maxPageSize()
                .map(requested -> {
                    int size = Math.min(requested, MAX_PAGE_SIZE);
                    request.preferences().applied("odata.maxpagesize=" + size);
                    return size;
                })
                .orElse(otherwise);
    }

    /**
     * @param shown the number of items on this page, which may be lower than requested
     */
    public String next(GraphRequest request, int shown) {
        return request.linkWith("$skip", Integer.toString(skip + shown));
    }

    /** The page of a list in memory. */
    public <T> List<T> of(List<T> all) {
        int from = Math.min(skip, all.size());
        return all.subList(from, Math.min(from + top, all.size()));
    }

    public boolean isLast(int size) {
        return (long) skip + top >= size;
    }
}
