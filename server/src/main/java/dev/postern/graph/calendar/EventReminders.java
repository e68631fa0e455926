package dev.postern.graph.calendar;

import dev.postern.gate.CalendarReader;
import dev.postern.gate.CalendarWriter;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.item.ItemAddress;
import dev.postern.graph.item.Paging;
import dev.postern.graph.model.Selection;
import dev.postern.graph.model.StructuredType;
import dev.postern.graph.odata.Family;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.graph.odata.QueryTarget;
import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.event.EventInstance;
import dev.postern.mailbox.event.Events;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** The reminders of the default calendar, and what the user does with them. */
record EventReminders(InstantSource clock) {
    /** More must be sorted in memory. */
    private static final int MAX_REMINDERS = 50_000;

    private static final int PAGE = 1_000;

    private record Reminder(EventInstance event, Instant fires) {
        boolean isIn(ViewWindow window) {
            return isIn(window, fires) || isIn(window, event.start());
        }

        private static boolean isIn(ViewWindow window, Instant time) {
            return !time.isBefore(window.from()) && time.isBefore(window.to());
        }
    }

    /** Reminders that fire within a window, and those of events that start in it, in the order of their time. */
    Response view(CalendarReader mailbox, GraphRequest request) {
        StructuredType type = request.model().types().type("reminder");
        QueryOptions query = request.query(
                QueryTarget.list(type, Family.OUTLOOK).without("skiptoken", "filter", "orderby", "expand", "search"));
        ViewWindow window = ViewWindow.ofDays(argument(request, ViewWindow.START), argument(request, ViewWindow.END));
        EventJson json = EventJson.of(mailbox, request, ItemAddress.ids(request), Selection.DEFAULT);
        List<Reminder> all = find(mailbox, window);
        Paging paging = new Paging(query.paging().skip().orElse(0), Paging.top(request, query, PAGE));
        List<ObjectNode> shown = paging.of(all).stream()
                .map(reminder -> request.model()
                        .shaper()
                        .shape(type, json(json, reminder), query.view().shape(), request.metadata(query)))
                .toList();
        return GraphAnswer.ok(
                request.envelope(request.metadata(query), "Collection(microsoft.graph.reminder)")
                        .page(
                                shown,
                                query.paging().count() ? OptionalLong.of(all.size()) : OptionalLong.empty(),
                                paging.isLast(all.size())
                                        ? Optional.empty()
                                        : Optional.of(paging.next(request, shown.size()))),
                request.metadata(query));
    }

    private static List<Reminder> find(CalendarReader mailbox, ViewWindow window) {
        try (Stream<EventInstance> all =
                mailbox.reminding(mailbox.defaultCalendar().id(), window.from(), window.to(), Events.fields(false))) {
            List<Reminder> found = ExpandedBound.limited(all)
                    .flatMap(event -> ReminderState.fires(event)
                            .map(fires -> new Reminder(event, fires))
                            .filter(reminder -> reminder.isIn(window))
                            .stream())
                    .limit(MAX_REMINDERS + 1L)
                    .sorted(Comparator.comparing(Reminder::fires)
                            .thenComparing(one -> one.event().start())
                            .thenComparing(one -> one.event().item().id().value()))
                    .toList();
            if (found.size() > MAX_REMINDERS) {
                throw EventFaults.request(
                        "The range contains more than " + MAX_REMINDERS + " reminders. Request a shorter one.");
            }
            return found;
        }
    }

    private static Instant argument(GraphRequest request, String name) {
        String text = request.argument(name).orElse("").strip();
        if (text.isEmpty()) {
            throw EventFaults.parameter("The parameter '" + name + "' is missing.");
        }
        return ViewWindow.time(name, text);
    }

    private static ObjectNode json(EventJson events, Reminder reminder) {
        ObjectNode event = events.of(reminder.event());
        ObjectNode json = Json.object();
        json.set("eventId", event.get("id"));
        json.set("changeKey", event.get("changeKey"));
        json.set("eventSubject", event.get("subject"));
        json.set("eventStartTime", event.get("start"));
        json.set("eventEndTime", event.get("end"));
        json.set("eventLocation", event.get("location"));
        json.set("eventWebLink", event.get("webLink"));
        json.set("reminderFireTime", events.zone().time(reminder.fires()));
        return json;
    }

    /** Moves the next reminder of an event to another time. */
    Response snooze(CalendarWriter mailbox, GraphRequest request) {
        ObjectNode parameters = request.parameters("snoozeReminder", EventView.type(request), false);
        Instant time = WrittenTime.read(parameters.path("NewReminderTime"), "newReminderTime")
                .instant();
        if (time.isBefore(clock.instant())) {
            throw EventFaults.parameter("'newReminderTime' must not be in the past.");
        }
        EventInstance event = EventReads.find(mailbox, request, Events.fields(false));
        EventInstance next = next(mailbox, event);
        return change(mailbox, event, ReminderState.of(event).snoozedTo(next.start(), time));
    }

    /** Ends the reminders of an event; those of a series continue with the next occurrence. */
    Response dismiss(CalendarWriter mailbox, GraphRequest request) {
        EventInstance event = EventReads.find(mailbox, request, Events.fields(false));
        EventInstance next = next(mailbox, event);
        return change(mailbox, event, ReminderState.of(event).dismissedUntil(next.start()));
    }

    /** The occurrence of a series that reminds next; the event itself if it is not a series. */
    private EventInstance next(CalendarReader mailbox, EventInstance event) {
        if (!event.isSeries()) {
            return event;
        }
        Instant dismissed = ReminderState.of(event).dismissed();
        Instant now = clock.instant();
        Instant from = dismissed != null && dismissed.isAfter(now) ? dismissed : now;
        Instant to = from.plus(Duration.ofDays(1_825));
        try (Stream<EventInstance> all =
                mailbox.instances(ItemRef.of(event.item().id()), from, to, Events.fields(false))) {
            return all.filter(one -> dismissed == null || one.start().isAfter(dismissed))
                    .findFirst()
                    .orElse(event);
        }
    }

    private static Response change(CalendarWriter mailbox, EventInstance event, ReminderState state) {
        mailbox.update(new ItemRef(event.item().id(), event.item().moveCount()), null, state.json());
        return Response.empty(200);
    }
}
