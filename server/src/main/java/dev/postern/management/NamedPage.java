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

    private static final Comparator<Place> ORDER =
            Comparator.comparing(Place::name).thenComparing(Place::id);

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
     * @param name of an object
     * @param id of an object
     */
    static <T> NamedPage<T> of(
            Stream<T> all, Function<T, String> name, Function<T, ObjectId> id, QueryParameters query) {
        int top = query.count("$top", USUAL, MAX);
        Place after = query.text(TOKEN).map(NamedPage::read).orElse(null);
        Comparator<Placed<T>> order = Comparator.comparing(Placed::place, ORDER);
        var first = new PriorityQueue<Placed<T>>(order.reversed());
        long[] count = {0};
        all.forEach(object -> {
            count[0]++;
            // most objects are on later pages; their names are not copied to find that out
            if (first.size() > top
                    && compare(name.apply(object), first.element().place().name()) > 0) {
                return;
            }
            var placed = new Placed<>(Place.of(name.apply(object), id.apply(object)), object);
            if (after == null || ORDER.compare(placed.place(), after) > 0) {
                first.add(placed);
                if (first.size() > top + 1) {
                    first.remove();
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

    /** Compares a text with a folded one without case. */
    private static int compare(String text, String folded) {
        int common = Math.min(text.length(), folded.length());
        for (int i = 0; i < common; i++) {
            char c = lower(text.charAt(i));
            char other = folded.charAt(i);
            if (isFoldedElsewhere(c) || isFoldedElsewhere(other)) {
                return Folding.fold(text).compareTo(folded);
            }
            if (c != other) {
                return c - other;
            }
        }
        return text.length() - folded.length();
    }

    /** Whether a text contains what is searched for, which is folded. */
    static boolean contains(String text, String wanted) {
        for (int at = 0; at < text.length(); at++) {
            int i = 0;
            while (at + i < text.length() && i < wanted.length() && lower(text.charAt(at + i)) == wanted.charAt(i)) {
                i++;
            }
            if (i == wanted.length()) {
                return true;
            }
            if (isFoldedElsewhere(text.charAt(at))) {
                return Folding.fold(text).contains(wanted);
            }
        }
        return wanted.isEmpty();
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }

    /** Whether {@link Folding} decides what becomes of a character. */
    private static boolean isFoldedElsewhere(char c) {
        return c == 0 || c >= 128;
    }
}
