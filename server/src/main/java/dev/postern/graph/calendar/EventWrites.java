package dev.postern.graph.calendar;

import dev.postern.gate.CalendarReader;
import dev.postern.gate.CalendarWriter;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.item.EmailAddresses;
import dev.postern.graph.item.IfMatch;
import dev.postern.graph.item.Minimal;
import dev.postern.graph.odata.Family;
import dev.postern.graph.odata.QueryTarget;
import dev.postern.http.Response;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.event.EventInstance;
import dev.postern.mailbox.event.Events;
import dev.postern.mailbox.event.StoredCalendar;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Creates, changes and deletes events and occurrences. */
final class EventWrites {
    /** More than as many requests as clients send for one event at once. */
    private static final int ATTEMPTS = 60;
    /** Have operations of their own. */
    private static final List<String> ONLY_AT_CREATION = List.of("attachments", "extensions");

    private final MeetingChanges meetings;

    EventWrites(MeetingChanges meetings) {
        this.meetings = meetings;
    }

    Response create(CalendarWriter mailbox, GraphRequest request) {
        EventView view = view(mailbox, request);
        StoredCalendar calendar = CalendarPath.calendar(mailbox, request);
        EventDefaults defaults = new EventDefaults(mailbox::configuration);
        EventInput input =
                EventInput.read(request.tolerantBody(EventView.type(request)), mailbox.directory(), defaults);
        ObjectNode event = EventMerge.create(input, defaults);
        event.set("organizer", EmailAddresses.of(mailbox.owner()).recipient());
        Events.Created created = meetings.create(mailbox, calendar.id(), event, input.attachments());
        return Minimal.of(request, view.one(created.event(), 201).with("Location", view.location(created.event())));
    }

    private static EventView view(CalendarReader mailbox, GraphRequest request) {
        return new EventView(mailbox, request, request.query(QueryTarget.one(EventView.type(request), Family.OUTLOOK)));
    }

    Response update(CalendarWriter mailbox, GraphRequest request) {
        EventView view = view(mailbox, request);
        ObjectNode body = request.tolerantBody(EventView.type(request));
        ONLY_AT_CREATION.forEach(name -> {
            if (body.has(name)) {
                throw new GraphFailure(
                        400, "ErrorInvalidPropertySet", "The property '" + name + "' cannot be changed by an update.");
            }
        });
        EventInput input = EventInput.read(body, mailbox.directory(), new EventDefaults(mailbox::configuration));
        String expected = IfMatch.changeKey(request);
        EventInstance after = retrying(expected, () -> {
            EventInstance before = EventReads.find(mailbox, request, Events.fields(true));
            require(before, expected);
            return change(mailbox, view, before, input);
        });
        return Minimal.of(request, view.one(after, 200));
    }

    private EventInstance change(CalendarWriter mailbox, EventView view, EventInstance before, EventInput input) {
        EventInstance.Occurring occurrence = before.occurrence();
        ObjectNode change = occurrence == null
                ? EventMerge.change(input, before.properties())
                : EventMerge.changeOccurrence(input, before.properties());
        if (change.has("body") && view.isShown(before, change.path("body"))) {
            change.remove("body"); // clients write back what they have read
        }
        if (change.isEmpty()) {
            return before;
        }
        return meetings.change(mailbox, before, change);
    }

    Response delete(CalendarWriter mailbox, GraphRequest request) {
        remove(mailbox, request, MeetingChanges.Removal.DELETE);
        return GraphAnswer.noContent();
    }

    Response permanentDelete(CalendarWriter mailbox, GraphRequest request) {
        remove(mailbox, request, MeetingChanges.Removal.PURGE);
        return GraphAnswer.noContent();
    }

    private void remove(CalendarWriter mailbox, GraphRequest request, MeetingChanges.Removal how) {
        String expected = IfMatch.changeKey(request);
        retrying(expected, () -> {
            EventInstance before = EventReads.find(mailbox, request, Events.fields(true));
            require(before, expected);
            return meetings.remove(mailbox, before, how, null);
        });
    }

    /** @throws MailboxFailure.ChangeKeyMismatch if the event is no longer as the caller expects it */
    static void require(EventInstance event, @Nullable String changeKey) {
        if (changeKey != null && !changeKey.equals(event.item().changeKey())) {
            throw new MailboxFailure.ChangeKeyMismatch();
        }
    }

    /** Repeats a change that was computed from a state that another request has replaced meanwhile. */
    static EventInstance retrying(@Nullable String expected, Supplier<EventInstance> change) {
        for (int attempt = 1; ; attempt++) {
            try {
                return change.get();
            } catch (MailboxFailure.ChangeKeyMismatch e) {
                if (expected != null) {
                    throw e;
                }
                if (attempt == ATTEMPTS) {
                    throw new GraphFailure(
                            503, "ErrorServerBusy", "The event is changed by many requests at once. Try again later.");
                }
            }
        }
    }
}
