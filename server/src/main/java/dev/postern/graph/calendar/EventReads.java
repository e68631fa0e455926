package dev.postern.graph.calendar;

import dev.postern.gate.CalendarReader;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.item.ExtensionNames;
import dev.postern.graph.item.IfNoneMatch;
import dev.postern.graph.item.Paging;
import dev.postern.graph.odata.Family;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.graph.odata.QueryTarget;
import dev.postern.http.Response;
import dev.postern.mailbox.ListQuery;
import dev.postern.mailbox.Page;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads events: lists, single events, counts. Lists contain single events and series, not occurrences. */
final class EventReads {
    private EventReads() {}

    static Response list(CalendarReader mailbox, GraphRequest request) {
        QueryOptions query = request.query(
                QueryTarget.list(EventView.type(request), Family.OUTLOOK).without("skiptoken"));
        query.filter().ifPresent(EventRules::check);
        EventView view = new EventView(mailbox, request, query);
        StoredEvents stored = new StoredEvents(mailbox, view.wantsBody());
        Paging paging = Paging.of(request, query);
        ListQuery listed = new ListQuery(
                CalendarPath.calendar(mailbox, request).id(),
                query.filter().map(ExtensionNames::stored).orElse(null),
                query.orders(),
                paging.skip(),
                paging.top(),
                query.paging().count(),
                stored.fields());
        Page<ShownEvent> page = stored.list(listed);
        List<ObjectNode> items = view.show(page.values());
        boolean more = page.more() || items.size() < page.values().size();
        Long count = page.count();
        return view.answer(
                200,
                view.list(EventPath.collection(mailbox, request, "events"))
                        .page(
                                items,
                                count == null ? OptionalLong.empty() : OptionalLong.of(count),
                                more ? Optional.of(paging.next(request, items.size())) : Optional.empty()));
    }

    static Response count(CalendarReader mailbox, GraphRequest request) {
        QueryOptions query = request.query(QueryTarget.list(EventView.type(request), Family.OUTLOOK)
                .without("select", "expand", "orderby", "top", "skip", "skiptoken", "count"));
        query.filter().ifPresent(EventRules::check);
        ListQuery counted = new ListQuery(
                CalendarPath.calendar(mailbox, request).id(),
                query.filter().map(ExtensionNames::stored).orElse(null),
                List.of(),
                0,
                0,
                true,
                new StoredEvents(mailbox, false).fields());
        Long count = new StoredEvents(mailbox, false).list(counted).count();
        return GraphAnswer.count(count == null ? 0 : count);
    }

    static Response get(CalendarReader mailbox, GraphRequest request) {
        QueryOptions query = request.query(QueryTarget.one(EventView.type(request), Family.OUTLOOK));
        EventView view = new EventView(mailbox, request, query);
        StoredEvents stored = new StoredEvents(mailbox, view.wantsBody());
        ShownEvent event = find(mailbox, request, stored);
        ObjectNode json = view.complete(event);
        if (query.view().selection().names("cancelledOccurrences")) {
            cancelled(json, stored, view, event);
        }
        for (QueryOptions.Expand expand : query.view().expands()) {
            switch (expand.navigation()) {
                case "exceptionOccurrences" -> exceptions(json, mailbox, request, stored, event, expand.options());
                case "calendar" ->
                    json.set(
                            "calendar",
                            CalendarView.calendar(
                                    mailbox,
                                    mailbox.calendar(event.item().folder()),
                                    expand.options().view().expands()));
                default -> {}
            }
        }
        return IfNoneMatch.of(request, view.one(event, json, 200));
    }

    /** The event of a path. */
    static ShownEvent find(CalendarReader mailbox, GraphRequest request, StoredEvents stored) {
        ShownEvent event = stored.get(EventPath.id(mailbox, request));
        EventPath.check(mailbox, request, event.item());
        return event;
    }

    private static void cancelled(ObjectNode json, StoredEvents stored, EventView view, ShownEvent event) {
        ArrayNode all = json.putArray("cancelledOccurrences");
        if (event.isSeries()) {
            String series = view.json().id(event);
            stored.cancelled(event).forEach(date -> all.add(EventJson.occurrenceId(series, date)));
        }
    }

    private static void exceptions(
            ObjectNode json,
            CalendarReader mailbox,
            GraphRequest request,
            StoredEvents stored,
            ShownEvent event,
            QueryOptions options) {
        ArrayNode all = json.putArray("exceptionOccurrences");
        if (event.isSeries()) {
            EventView inner = new EventView(mailbox, request, options);
            stored.exceptions(event).forEach(exception -> all.add(inner.complete(exception)));
        }
    }

    /** The calendar of an event. */
    static Response calendar(CalendarReader mailbox, GraphRequest request) {
        ShownList shown = ShownList.one(request, CalendarView.TYPE, CalendarPath.calendars(mailbox, null));
        ShownEvent event = find(mailbox, request, new StoredEvents(mailbox, false));
        return shown.single(
                200, CalendarView.calendar(mailbox, mailbox.calendar(event.item().folder()), shown.expands()));
    }
}
