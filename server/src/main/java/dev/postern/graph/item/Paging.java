package dev.postern.graph.item;

import dev.postern.graph.GraphRequest;
import dev.postern.graph.odata.QueryOptions;
import java.util.List;

/** The part of a list that an answer shows. */
public record Paging(int skip, int top) {
    private static final int DEFAULT_TOP = 10;
    private static final int MOST = 1000;

    public static Paging of(GraphRequest request, QueryOptions query) {
        return new Paging(query.paging().skip().orElse(0), top(request, query, DEFAULT_TOP));
    }

    /** How many one answer shows: as many as are asked for, as the caller prefers, or this many. */
    public static int top(GraphRequest request, QueryOptions query, int otherwise) {
        return query.paging().top().orElseGet(() -> preferred(request, otherwise));
    }

    private static int preferred(GraphRequest request, int otherwise) {
        return request.preferences()
                .maxPageSize()
                .map(asked -> {
                    int size = Math.min(asked, MOST);
                    request.preferences().applied("odata.maxpagesize=" + size);
                    return size;
                })
                .orElse(otherwise);
    }

    /** @param shown how many this page has, which may be fewer than were asked for */
    public String next(GraphRequest request, int shown) {
        return request.linkWith("$skip", Integer.toString(skip + shown));
    }

    /** The part of a list that lies in memory. */
    public <T> List<T> of(List<T> all) {
        int from = Math.min(skip, all.size());
        return all.subList(from, Math.min(from + top, all.size()));
    }

    public boolean isLast(int size) {
        return (long) skip + top >= size;
    }
}
