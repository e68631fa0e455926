package dev.postern.graph.calendar;

import dev.postern.gate.CalendarReader;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.item.ExtensionNames;
import dev.postern.graph.item.Paging;
import dev.postern.graph.odata.Family;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.graph.odata.QueryTarget;
import dev.postern.http.Response;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.event.EventInstance;
import dev.postern.mailbox.event.Events;
import dev.postern.mailbox.event.ShownEvents;
import dev.postern.mailbox.event.ViewedEvent;
import dev.postern.query.DocumentEvaluator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What happens within a window: calendar views and the instances of a series. Occurrences are computed while they are read. */
final class EventWindows {
    /** More must be sorted or counted in memory. */
    private static final List<String> NOT_SHOWN =
            List.of("extensions", "singleValueExtendedProperties", "multiValueExtendedProperties");

    private static final String VIEW = "calendarView";

    private final ShownEvents shownBefore;

    EventWindows(ShownEvents shownBefore) {
        this.shownBefore = shownBefore;
    }

    Response view(CalendarReader mailbox, GraphRequest request) {
        QueryOptions query = request.query(target(request));
        ViewWindow window = ViewWindow.ofDays(query);
        EventView view = new EventView(mailbox, request, query);
        FolderId calendar = CalendarPath.id(mailbox, request);
        // a filter and a sort order compare all properties
        Optional<String> form =
                query.filter().isPresent() || !query.orders().isEmpty() ? Optional.empty() : view.form();
        if (form.isPresent()) {
            return page(
                    mailbox,
                    request,
                    query,
                    view,
                    mailbox.view(
                            calendar,
                            window.from(),
                            window.to(),
                            view.fields(),
                            shownBefore.in(mailbox.id(), form.get())));
        }
        return page(
                mailbox, request, query, view, mailbox.view(calendar, window.from(), window.to(), view.fields()), VIEW);
    }

    /** A page of a view whose events may have been shown before. */
    private static Response page(
            CalendarReader mailbox, GraphRequest request, QueryOptions query, EventView view, Stream<ViewedEvent> all) {
        Paging paging = Paging.of(request, query);
        Found<ViewedEvent> found;
        try (all) {
            found = Found.of(all, paging, query.paging().count());
        }
        ShownPage page = view.page();
        int shown = page.show(found.events());
        return page.answer(envelope(mailbox, request, query, view, VIEW, paging, found, List.of(), shown));
    }

    private static ObjectNode envelope(
            CalendarReader mailbox,
            GraphRequest request,
            QueryOptions query,
            EventView view,
            String collection,
            Paging paging,
            Found<?> found,
            List<ObjectNode> items,
            int shown) {
        boolean more = found.more() || shown < found.events().size();
        return view.list(EventPath.collection(mailbox, request, collection))
                .page(
                        items,
                        query.paging().count() ? OptionalLong.of(found.count()) : OptionalLong.empty(),
                        more ? Optional.of(paging.next(request, shown)) : Optional.empty());
    }

    /** How many events and occurrences a view has. */
    static Response count(CalendarReader mailbox, GraphRequest request) {
        QueryOptions query = request.query(
                target(request).without("select", "expand", "orderby", "top", "skip", "skiptoken", "count"));
        ViewWindow window = ViewWindow.ofDays(query);
        EventView view = new EventView(mailbox, request, query);
        Stream<EventInstance> all =
                mailbox.view(CalendarPath.calendar(mailbox, request).id(), window.from(), window.to(), view.fields());
        try (all) {
            return GraphAnswer.count(
                    Found.of(filtered(all, view, query), new Paging(0, 0), true).count());
        }
    }

    static Response instances(CalendarReader mailbox, GraphRequest request) {
        QueryOptions query = request.query(target(request));
        ViewWindow window = ViewWindow.ofYears(query);
        EventView view = new EventView(mailbox, request, query);
        EventInstance series = EventReads.find(mailbox, request, Events.fields(false));
        if (!series.isSeries()) {
            throw EventFaults.request("Only a series has instances.");
        }
        return page(
                mailbox,
                request,
                query,
                view,
                mailbox.instances(ItemRef.of(series.item().id()), window.from(), window.to(), view.fields()),
                "events");
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
            Stream<EventInstance> all,
            String collection) {
        Paging paging = Paging.of(request, query);
        Found<EventInstance> found;
        try (all) {
            found = Found.of(
                    ordered(filtered(all, view, query), view, query),
                    paging,
                    query.paging().count());
        }
        List<ObjectNode> shown = view.show(found.events());
        return view.answer(
                200, envelope(mailbox, request, query, view, collection, paging, found, shown, shown.size()));
    }

    private static Stream<EventInstance> filtered(Stream<EventInstance> all, EventView view, QueryOptions query) {
        query.filter().ifPresent(EventRules::check);
        return query.filter()
                .map(ExtensionNames::stored)
                .map(filter -> ExpandedBound.limited(all)
                        .filter(event -> DocumentEvaluator.test(
                                filter, compared(view.json().compared(), event))))
                .orElse(all);
    }

    /** A filter may name what a response does not show. */
    private static ObjectNode compared(EventJson json, EventInstance event) {
        ObjectNode compared = json.of(event);
        for (String name : NOT_SHOWN) {
            if (event.properties().has(name)) {
                compared.set(name, event.properties().get(name));
            }
        }
        return compared;
    }

    private static Stream<EventInstance> ordered(Stream<EventInstance> all, EventView view, QueryOptions query) {
        if (query.orders().isEmpty()) {
            return all;
        }
        record Sorted(EventInstance event, ObjectNode json) {}
        Comparator<JsonNode> order = DocumentEvaluator.comparator(query.orders());
        return ExpandedBound.limited(all).toList().stream()
                .map(event -> new Sorted(event, view.json().compared().of(event)))
                .sorted((a, b) -> order.compare(a.json(), b.json()))
                .map(Sorted::event);
    }

    /** The events of a page. Without a count, it is read no further than to the first event of the next page. */
    private record Found<E>(List<E> events, long count, boolean more) {
        static <E> Found<E> of(Stream<E> all, Paging paging, boolean counted) {
            List<E> events = new ArrayList<>();
            long end = (long) paging.skip() + paging.top();
            long count = 0;
            Iterator<E> each = all.iterator();
            while ((counted || count <= end) && each.hasNext()) {
                E event = each.next();
                if (count >= paging.skip() && count < end) {
                    events.add(event);
                }
                count = ExpandedBound.checked(count + 1);
            }
            return new Found<>(events, count, count > end);
        }
    }
}
