package dev.postern.graph.calendar;

import dev.postern.gate.CalendarReader;
import dev.postern.gate.CalendarWriter;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.item.ItemAddress;
import dev.postern.graph.model.Selection;
import dev.postern.graph.model.Shape;
import dev.postern.graph.model.StructuredType;
import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.event.EventInstance;
import dev.postern.mailbox.event.Events;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** The reminders of the default calendar, and what the user does with them. */
record EventReminders(InstantSource clock) {
    /** Reminders that are set to fire earlier are found only with the start of the event in the window. */
    private static final Duration EARLIEST = Duration.ofDays(28);

    private static final int MAX_REMINDERS = 1_000;

    private record Reminder(EventInstance event, Instant fires) {
        boolean isIn(ViewWindow window) {
            return isIn(window, fires) || isIn(window, event.start());
        }

        private static boolean isIn(ViewWindow window, Instant time) {
            return !time.isBefore(window.from()) && time.isBefore(window.to());
        }
    }

    /** Reminders that fire within a window, and those of events that start in it. */
    Response view(CalendarReader mailbox, GraphRequest request) {
        Instant from = argument(request, ViewWindow.START);
        ViewWindow window = ViewWindow.of(from, argument(request, ViewWindow.END));
        ViewWindow events = new ViewWindow(from, window.to().plus(EARLIEST));
        EventJson json = EventJson.of(mailbox, request, ItemAddress.ids(request), Selection.DEFAULT);
        StructuredType type = request.model().types().type("reminder");
        List<ObjectNode> shown = new ArrayList<>();
        try (Stream<EventInstance> all =
                mailbox.view(mailbox.defaultCalendar().id(), events.from(), events.to(), Events.fields(false))) {
            all.flatMap(event -> ReminderState.fires(event).map(fires -> new Reminder(event, fires)).stream())
                    .filter(reminder -> reminder.isIn(window))
                    .limit(MAX_REMINDERS)
                    .sorted(Comparator.comparing(Reminder::fires))
                    .map(reminder -> json(json, reminder))
                    .map(one -> request.model().shaper().shape(type, one, Shape.DEFAULT, request.metadata()))
                    .forEach(shown::add);
        }
        return GraphAnswer.ok(
                request.envelope(request.metadata(), "Collection(microsoft.graph.reminder)")
                        .page(shown, OptionalLong.empty(), Optional.empty()),
                request.metadata());
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
