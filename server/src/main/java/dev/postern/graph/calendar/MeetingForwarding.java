package dev.postern.graph.calendar;

import dev.postern.gate.CalendarWriter;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.item.EmailAddresses;
import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.mailbox.Address;
import dev.postern.mailbox.event.EventInstance;
import dev.postern.mailbox.event.Events;
import dev.postern.mailbox.event.Meeting;
import dev.postern.mailbox.event.MeetingCopies;
import dev.postern.mailbox.event.MeetingMail;
import dev.postern.mailbox.event.MeetingMails;
import dev.postern.mailbox.event.MeetingNotice;
import dev.postern.mailbox.event.MeetingReplies;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Forwards a meeting: its recipients become attendees. */
record MeetingForwarding(MeetingChanges changes) {
    Response forward(CalendarWriter mailbox, GraphRequest request) {
        ObjectNode parameters = request.parameters("forward", EventView.type(request), false);
        String comment = parameters.path("Comment").stringValue("");
        List<ObjectNode> to = recipients(mailbox, parameters.path("ToRecipients"));
        EventWrites.retrying(null, () -> {
            EventInstance event = EventReads.find(mailbox, request, Events.fields(true));
            Meeting meeting = mailbox.meeting(event);
            return meeting.isOrganizer()
                    ? byOrganizer(mailbox, event, meeting, to, comment)
                    : byAttendee(mailbox, event, meeting, to, comment);
        });
        return GraphAnswer.accepted();
    }

    private static List<ObjectNode> recipients(CalendarWriter mailbox, JsonNode given) {
        if (given.isEmpty()) {
            throw new GraphFailure(
                    400, "ErrorInvalidRecipients", "At least one recipient isn't valid. 'ToRecipients' is empty.");
        }
        ArrayNode attendees = AttendeeInput.read(given, mailbox.directory());
        AttendeeInput.keepStatus(attendees, Json.array());
        var all = new ArrayList<ObjectNode>();
        attendees.forEach(one -> all.add((ObjectNode) one));
        return all;
    }

    private EventInstance byOrganizer(
            CalendarWriter mailbox, EventInstance event, Meeting meeting, List<ObjectNode> to, String comment) {
        ObjectNode change = Json.object();
        change.set("attendees", joined(meeting, to));
        change.put("stamp", meeting.stamp().plusMillis(1).toString());
        Meeting after = meeting.after(change);
        Map<LocalDate, ArrayNode> followed = meeting.followed(after);
        List<MeetingMail> mails = MeetingChanges.mails(mailbox).forwarded(after.with(followed), to, comment);
        return mailbox.send(
                mails,
                MeetingChanges.attachments(mailbox, event, mails),
                writer -> {
                    EventInstance changed = MeetingChanges.apply(writer, event, change);
                    changes.follow(writer, changed, followed);
                    return changed;
                },
                _ -> true);
    }

    private static ArrayNode joined(Meeting meeting, List<ObjectNode> to) {
        ArrayNode all = Json.array();
        Set<String> known = new HashSet<>();
        meeting.event().path("attendees").forEach(one -> {
            all.add(one);
            known.add(Meeting.key(one));
        });
        to.stream().filter(one -> known.add(Meeting.key(one))).forEach(all::add);
        return all;
    }

    /** The request has the organizer as its author, and the organizer is notified. */
    private EventInstance byAttendee(
            CalendarWriter mailbox, EventInstance event, Meeting meeting, List<ObjectNode> to, String comment) {
        Address organizer = Address.of(meeting.event().get("organizer"));
        if (organizer == null) {
            throw EventFaults.request("The meeting has no organizer.");
        }
        Set<String> own = MeetingChanges.own(mailbox);
        ObjectNode said = Json.object();
        said.set("attendees", joined(meeting, to));
        said.set("showAs", meeting.event().path("intendedShowAs"));
        MeetingMails asOrganizer = new MeetingMails(organizer, own, _ -> false);
        var mails = new ArrayList<MeetingMail>();
        Meeting forwarded = meeting.with(said);
        // occurrences with a list of their own are forwarded too
        forwarded = forwarded.with(meeting.followed(forwarded));
        for (MeetingMail mail : asOrganizer.forwarded(forwarded, to, comment)) {
            mail.message().set("from", organizer.recipient());
            mail.message()
                    .withObject(MeetingNotice.PROPERTY)
                    .put(MeetingNotice.FORWARDED_BY, mailbox.owner().userPrincipalName());
            mails.add(mail);
        }
        Address self = MeetingCopies.self(meeting, own, EmailAddresses.of(mailbox.owner()));
        mails.add(MeetingReplies.forwarded(meeting, self, to, changes.now()));
        return mailbox.send(mails, MeetingChanges.attachments(mailbox, event, mails), _ -> event, _ -> true);
    }
}
