package dev.postern.management;

import dev.postern.access.ObjectId;
import dev.postern.http.Request;
import dev.postern.query.Folding;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A page of objects in the order of their names. Only the objects of the page are kept while all are read, so that a page of 100,000 objects
 * needs no copy of them.
 *
 * @param count of all objects on all pages
 * @param next where the next page begins; null on the last one
 */
record NamedPage<T>(List<T> rows, long count, @Nullable String next) {
    static final String TOKEN = "$skiptoken";
    static final int USUAL = 50;
    static final int MAX = 1_000;

    private static final Comparator<Place> ORDER = Comparator.comparing(Place::name).thenComparing(Place::id);

    NamedPage {
        rows = List.copyOf(rows);
    }

    /** Where an object is in the order: its name without case, and its id. */
    record Place(String name, ObjectId id) {
        static Place of(String name, ObjectId id) {
            return new Place(Folding.fold(name), id);
        }
    }

    private record Placed<T>(Place place, T object) {}

    /**
     * Reads a page.
     *
     * @param all the objects that a search finds
     */
    static <T> NamedPage<T> of(Stream<T> all, Function<T, Place> place, QueryParameters query) {
        int top = query.count("$top", USUAL, MAX);
        Place after = query.text(TOKEN).map(NamedPage::read).orElse(null);
        Comparator<Placed<T>> order = Comparator.comparing(Placed::place, ORDER);
        var first = new PriorityQueue<Placed<T>>(order.reversed());
        long[] count = {0};
        all.forEach(object -> {
            count[0]++;
            var placed = new Placed<>(place.apply(object), object);
            if (after == null || ORDER.compare(placed.place(), after) > 0) {
                if (first.size() <= top) {
                    first.add(placed);
                } else if (order.compare(placed, first.element()) < 0) {
                    first.remove();
                    first.add(placed);
                }
            }
        });
        var rows = new ArrayList<>(first);
        rows.sort(order);
        boolean more = rows.size() > top;
        List<Placed<T>> shown = more ? rows.subList(0, top) : Collections.unmodifiableList(rows);
        return new NamedPage<>(
                shown.stream().map(Placed::object).toList(),
                count[0],
                more ? write(shown.getLast().place()) : null);
    }

    private static String write(Place place) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((place.id() + place.name()).getBytes(StandardCharsets.UTF_8));
    }

    private static Place read(String token) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            int end = Math.min(text.length(), 36);
            return new Place(text.substring(end), ObjectId.of(text.substring(0, end)));
        } catch (IllegalArgumentException e) {
            throw new QueryParameters.Invalid("The value of '" + TOKEN + "' is not valid.");
        }
    }

    /** Writes the rows, their number on all pages, and the link to the next page. */
    ObjectNode json(
            ObjectNode body, Request request, QueryParameters query, Set<String> names, Function<T, ObjectNode> row) {
        body.put("count", count);
        var values = body.putArray("value");
        rows.forEach(one -> values.add(row.apply(one)));
        if (next != null) {
            String others = names.stream()
                    .sorted()
                    .filter(name -> !name.equals(TOKEN))
                    .flatMap(name -> query.text(name).stream()
                            .map(value -> name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8) + "&"))
                    .collect(Collectors.joining());
            body.put("@odata.nextLink", request.base() + request.rawPath() + "?" + others + TOKEN + "=" + next);
        }
        return body;
    }

    /** Whether one of the texts contains what is searched for, which is folded. */
    static boolean matches(String wanted, Stream<String> texts) {
        return wanted.isEmpty() || texts.anyMatch(text -> Folding.fold(text).contains(wanted));
    }
}
