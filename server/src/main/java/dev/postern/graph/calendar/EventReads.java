package dev.postern.graph.calendar;

import dev.postern.gate.CalendarReader;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.item.ExtensionNames;
import dev.postern.graph.item.IfNoneMatch;
import dev.postern.graph.item.Paging;
import dev.postern.graph.item.ShownList;
import dev.postern.graph.odata.Family;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.graph.odata.QueryTarget;
import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.ListQuery;
import dev.postern.mailbox.Page;
import dev.postern.mailbox.event.EventInstance;
import dev.postern.mailbox.event.Events;
import dev.postern.mailbox.event.StoredCalendar;
import dev.postern.query.Order;
import dev.postern.query.Path;
import dev.postern.query.ValueType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads events: lists, single events, counts. Lists contain single events and series, not occurrences. */
final class EventReads {
    private static final List<Order> NEWEST_FIRST =
            List.of(new Order(Path.of("createdDateTime"), ValueType.INSTANT, true));

    private EventReads() {}

    static Response list(CalendarReader mailbox, GraphRequest request) {
        QueryOptions query = request.query(
                QueryTarget.list(EventView.type(request), Family.OUTLOOK).without("skiptoken"));
        query.filter().ifPresent(EventRules::check);
        EventView view = new EventView(mailbox, request, query);
        Paging paging = Paging.of(request, query);
        ListQuery listed = new ListQuery(
                CalendarPath.calendar(mailbox, request).id(),
                query.filter().map(ExtensionNames::stored).orElse(null),
                query.orders().isEmpty() ? NEWEST_FIRST : query.orders(),
                paging.skip(),
                paging.top(),
                query.paging().count(),
                view.fields());
        Page<EventInstance> page = mailbox.listEvents(listed);
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
                Events.fields(false));
        Long count = mailbox.listEvents(counted).count();
        return GraphAnswer.count(count == null ? 0 : count);
    }

    static Response get(CalendarReader mailbox, GraphRequest request) {
        QueryOptions query = request.query(QueryTarget.one(EventView.type(request), Family.OUTLOOK));
        EventView view = new EventView(mailbox, request, query);
        EventInstance event = find(mailbox, request, view.fields());
        ObjectNode more = Json.object();
        if (query.view().selection().names("cancelledOccurrences")) {
            cancelled(more, mailbox, view, event);
        }
        query.view().expands().stream()
                .filter(expand -> expand.navigation().equals("exceptionOccurrences"))
                .forEach(expand -> exceptions(more, mailbox, request, event, expand.options()));
        return IfNoneMatch.of(request, view.one(event, more, 200));
    }

    /** The event of a path. */
    static EventInstance find(CalendarReader mailbox, GraphRequest request, Fields fields) {
        EventId id = EventPath.id(mailbox, request);
        EventInstance event = mailbox.event(id.item(), id.originalDate(), fields);
        EventPath.check(mailbox, request, event.item());
        return event;
    }

    private static void cancelled(ObjectNode json, CalendarReader mailbox, EventView view, EventInstance event) {
        ArrayNode all = json.putArray("cancelledOccurrences");
        if (event.isSeries()) {
            String series = view.json().id(event);
            mailbox.cancelled(ItemRef.of(event.item().id()))
                    .forEach(date -> all.add(EventJson.occurrenceId(series, date)));
        }
    }

    private static void exceptions(
            ObjectNode json, CalendarReader mailbox, GraphRequest request, EventInstance event, QueryOptions options) {
        ArrayNode all = json.putArray("exceptionOccurrences");
        if (event.isSeries()) {
            EventView inner = new EventView(mailbox, request, options);
            mailbox.exceptions(ItemRef.of(event.item().id()), inner.fields())
                    .forEach(exception -> all.add(inner.complete(exception, Json.object())));
        }
    }

    static Response calendar(CalendarReader mailbox, GraphRequest request) {
        ShownList shown = ShownList.one(request, CalendarView.TYPE, CalendarPath.calendars(mailbox, null));
        return shown.single(200, CalendarView.calendar(mailbox, calendarOf(mailbox, request), shown.expands()));
    }

    /** The calendar that contains the event of a path. */
    static StoredCalendar calendarOf(CalendarReader mailbox, GraphRequest request) {
        EventInstance event = find(mailbox, request, Events.fields(false));
        return mailbox.calendar(event.item().folder());
    }
}
