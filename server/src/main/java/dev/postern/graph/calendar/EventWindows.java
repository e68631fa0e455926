package dev.postern.graph.calendar;

import dev.postern.gate.CalendarReader;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.item.ExtensionNames;
import dev.postern.graph.item.Paging;
import dev.postern.graph.odata.Family;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.graph.odata.QueryTarget;
import dev.postern.http.Response;
import dev.postern.query.Condition;
import dev.postern.query.DocumentEvaluator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** What happens within a window: calendar views and the instances of a series. Occurrences are computed while they are read. */
final class EventWindows {
    /** More must be sorted or counted in memory. */
    private static final int MAX_EXPANDED = 50_000;

    private EventWindows() {}

    static Response view(CalendarReader mailbox, GraphRequest request) {
        QueryOptions query = request.query(target(request));
        ViewWindow window = ViewWindow.ofDays(query);
        EventView view = new EventView(mailbox, request, query);
        StoredEvents stored = new StoredEvents(mailbox, view.wantsBody());
        return page(
                mailbox,
                request,
                query,
                view,
                stored.view(CalendarPath.calendar(mailbox, request).id(), window),
                "calendarView");
    }

    static Response instances(CalendarReader mailbox, GraphRequest request) {
        QueryOptions query = request.query(target(request));
        ViewWindow window = ViewWindow.ofYears(query);
        EventView view = new EventView(mailbox, request, query);
        StoredEvents stored = new StoredEvents(mailbox, view.wantsBody());
        ShownEvent series = EventReads.find(mailbox, request, stored);
        if (!series.isSeries()) {
            throw EventFaults.request("Only a series has instances.");
        }
        return page(mailbox, request, query, view, stored.instances(series, window), "events");
    }

    private static QueryTarget target(GraphRequest request) {
        return QueryTarget.list(EventView.type(request), Family.OUTLOOK)
                .without("skiptoken")
                .withCustom(ViewWindow.START, ViewWindow.END);
    }

    /** @param all sorted by start and id */
    private static Response page(
            CalendarReader mailbox,
            GraphRequest request,
            QueryOptions query,
            EventView view,
            Stream<ShownEvent> all,
            String collection) {
        query.filter().ifPresent(EventRules::check);
        Optional<Condition> filter = query.filter().map(ExtensionNames::understood);
        Paging paging = Paging.of(request, query);
        EventJson json = view.json();
        Stream<ShownEvent> matching = filter.map(condition ->
                        all.filter(event -> DocumentEvaluator.test(condition, compared(json, event))))
                .orElse(all);
        if (!query.orders().isEmpty()) {
            Comparator<ObjectNode> order = (a, b) ->
                    DocumentEvaluator.comparator(query.orders()).compare(a, b);
            record Keyed(ShownEvent event, ObjectNode json) {}
            matching = bounded(matching).stream()
                    .map(event -> new Keyed(event, json.of(event)))
                    .sorted((a, b) -> order.compare(a.json(), b.json()))
                    .map(Keyed::event);
        }
        List<ShownEvent> found = new ArrayList<>();
        long count = 0;
        boolean more = false;
        Iterator<ShownEvent> events = matching.iterator();
        while (events.hasNext() && !(more && !query.paging().count())) {
            ShownEvent event = events.next();
            if (count >= paging.skip()) {
                if (found.size() < paging.top()) {
                    found.add(event);
                } else {
                    more = true;
                }
            }
            count = checked(count + 1);
        }
        List<ObjectNode> shown = view.show(found);
        more |= shown.size() < found.size();
        return view.answer(
                200,
                view.list(EventPath.collection(mailbox, request, collection))
                        .page(
                                shown,
                                query.paging().count() ? OptionalLong.of(count) : OptionalLong.empty(),
                                more ? Optional.of(paging.next(request, shown.size())) : Optional.empty()));
    }

    /** A filter may name what a response does not show. */
    private static ObjectNode compared(EventJson json, ShownEvent event) {
        ObjectNode compared = json.of(event);
        for (String name : List.of("extensions", "singleValueExtendedProperties", "multiValueExtendedProperties")) {
            if (event.properties().has(name)) {
                compared.set(name, event.properties().get(name));
            }
        }
        return compared;
    }

    private static List<ShownEvent> bounded(Stream<ShownEvent> all) {
        List<ShownEvent> some = all.limit(MAX_EXPANDED + 1L).toList();
        checked(some.size());
        return some;
    }

    private static long checked(long count) {
        if (count > MAX_EXPANDED) {
            throw EventFaults.request("The range contains more than " + MAX_EXPANDED + " items. Request a shorter one.");
        }
        return count;
    }
}
