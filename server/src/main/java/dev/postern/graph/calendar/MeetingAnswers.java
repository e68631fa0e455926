package dev.postern.graph.calendar;

import dev.postern.gate.CalendarWriter;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.item.EmailAddresses;
import dev.postern.graph.item.IfMatch;
import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.event.EventInstance;
import dev.postern.mailbox.event.Events;
import dev.postern.mailbox.event.Meeting;
import dev.postern.mailbox.event.MeetingCopies;
import dev.postern.mailbox.event.MeetingMail;
import dev.postern.mailbox.event.MeetingReplies;
import dev.postern.mailbox.event.MeetingReply;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The answers of an attendee, and the organizer's cancellation. */
record MeetingAnswers(MeetingChanges changes) {
    /** The actions, with what Graph calls them in errors about cancelled meetings. */
    private enum Action {
        ACCEPT("accept", "accepted", "Accept", "A meeting that's been canceled can't be accepted."),
        TENTATIVE(
                "tentativelyAccept",
                "tentativelyAccepted",
                "Tentative",
                "A meeting that's been canceled can't be tentatively accepted."),
        DECLINE("decline", "declined", "Decline", "A canceled meeting can't be declined.");

        private final String action;
        private final String response;
        private final String error;
        private final String text;

        Action(String action, String response, String error, String text) {
            this.action = action;
            this.response = response;
            this.error = error;
            this.text = text;
        }
    }

    Response accept(CalendarWriter mailbox, GraphRequest request) {
        return answer(mailbox, request, Action.ACCEPT);
    }

    Response tentativelyAccept(CalendarWriter mailbox, GraphRequest request) {
        return answer(mailbox, request, Action.TENTATIVE);
    }

    Response decline(CalendarWriter mailbox, GraphRequest request) {
        return answer(mailbox, request, Action.DECLINE);
    }

    private Response answer(CalendarWriter mailbox, GraphRequest request, Action action) {
        // accept has no proposed time; one that is given is ignored
        String read = action == Action.ACCEPT ? Action.TENTATIVE.action : action.action;
        ObjectNode parameters = request.parameters(read, EventView.type(request), false);
        String expected = IfMatch.changeKey(request);
        EventWrites.retrying(expected, () -> {
            EventInstance before = EventReads.find(mailbox, request, Events.fields(true));
            EventWrites.require(before, expected);
            return answer(mailbox, before, action, parameters);
        });
        return GraphAnswer.accepted();
    }

    private EventInstance answer(CalendarWriter mailbox, EventInstance before, Action action, ObjectNode parameters) {
        Meeting meeting = mailbox.meeting(before);
        JsonNode comment = parameters.path("Comment");
        JsonNode sends = parameters.path("SendResponse");
        JsonNode proposal = action == Action.ACCEPT ? Json.object().path("") : parameters.path("ProposedNewTime");
        check(meeting, action, comment, sends, proposal, before.isSeries());
        Set<String> own = MeetingChanges.own(mailbox);
        Instant now = changes.now();
        var reply = new MeetingReply(
                MeetingCopies.self(meeting, own, EmailAddresses.of(mailbox.owner())),
                action.response,
                proposal.isObject() ? proposed(proposal) : null);
        boolean requested = meeting.event().path("responseRequested").booleanValue(true);
        List<MeetingMail> mails = sends.booleanValue(requested)
                ? List.of(MeetingReplies.response(meeting, reply, now, comment.stringValue(null)))
                : List.of();
        return mailbox.send(
                mails,
                List.of(),
                writer -> action == Action.DECLINE
                        ? MeetingChanges.remove(writer, before, MeetingChanges.Removal.DELETE)
                        : record(writer, before, meeting, own, action, now),
                _ -> true);
    }

    /** Records the answer in the own event. The answer to a series counts for all occurrences that have none of their own. */
    private static EventInstance record(
            CalendarWriter mailbox,
            EventInstance before,
            Meeting meeting,
            Set<String> own,
            Action action,
            Instant now) {
        ObjectNode answered = MeetingCopies.answered(meeting, own, action.response, now);
        EventInstance after = MeetingChanges.apply(mailbox, before, answered);
        mailbox.updateOccurrences(
                ItemRef.of(before.item().id()), MeetingCopies.exceptionsAnswered(meeting, own, action.response, now));
        return after;
    }

    private static void check(
            Meeting meeting, Action action, JsonNode comment, JsonNode sends, JsonNode proposal, boolean series) {
        if (meeting.isOrganizer()) {
            throw EventFaults.request("You can't respond to this meeting because you're the meeting organizer.");
        }
        if (meeting.event().path("isCancelled").booleanValue(false)) {
            throw new GraphFailure(400, "ErrorCalendarIsCancelledFor" + action.error, action.text);
        }
        boolean silent = sends.isBoolean() && !sends.booleanValue(true);
        if (silent && comment.isString()) {
            throw EventFaults.parameter("'SendResponse' must be true when 'Comment' is not null");
        }
        if (!proposal.isObject()) {
            return;
        }
        if (silent) {
            throw EventFaults.parameter("'SendResponse' must be true when 'ProposedNewTime' is not null");
        }
        if (!meeting.event().path("allowNewTimeProposals").booleanValue(true)) {
            throw EventFaults.parameter("The organizer of the meeting doesn't allow new time proposals.");
        }
        if (series) {
            throw EventFaults.parameter("A new time can be proposed only for one occurrence of a series.");
        }
    }

    private static ObjectNode proposed(JsonNode slot) {
        if (!slot.path("start").isObject() || !slot.path("end").isObject()) {
            throw EventFaults.parameter("'ProposedNewTime' must have a 'start' and an 'end'.");
        }
        WrittenTime start = WrittenTime.read(slot.path("start"), "start");
        WrittenTime end = WrittenTime.read(slot.path("end"), "end");
        if (end.instant().isBefore(start.instant())) {
            throw EventFaults.parameter("The 'end' of 'ProposedNewTime' must not be before its 'start'.");
        }
        ObjectNode proposed = Json.object();
        proposed.set("start", start.json());
        proposed.set("end", end.json());
        return proposed;
    }

    Response cancel(CalendarWriter mailbox, GraphRequest request) {
        ObjectNode parameters = request.parameters("cancel", EventView.type(request), false);
        @Nullable String comment = parameters.path("Comment").stringValue(null);
        String expected = IfMatch.changeKey(request);
        EventWrites.retrying(expected, () -> {
            EventInstance before = EventReads.find(mailbox, request, Events.fields(true));
            EventWrites.require(before, expected);
            if (!mailbox.meeting(before).isOrganizer()) {
                throw EventFaults.request("You need to be an organizer to cancel a meeting.");
            }
            return changes.remove(mailbox, before, MeetingChanges.Removal.DELETE, comment);
        });
        return GraphAnswer.accepted();
    }
}
