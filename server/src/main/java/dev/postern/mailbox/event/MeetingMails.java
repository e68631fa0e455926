package dev.postern.mailbox.event;

import dev.postern.mailbox.Address;
import dev.postern.mailbox.MeetingMessageType;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jsoup.nodes.Entities;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Decides which messages an organizer's change of a meeting causes, and to whom. Pure: everything that it depends on is a parameter.
 *
 * @param organizer whose calendar has the event
 * @param own the folded addresses of the organizer, who gets no message
 * @param isGroup whether a folded address is that of a group: if one is removed, the other attendees get an update, because they may be its members
 */
public record MeetingMails(Address organizer, Set<String> own, Predicate<String> isGroup) {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    /** What attendees see of an event, besides its body, which is that of the message. */
    private static final List<String> SEEN = List.of(
            "subject",
            "start",
            "end",
            "isAllDay",
            "recurrence",
            "location",
            "locations",
            "importance",
            "sensitivity",
            "showAs",
            "isReminderOn",
            "reminderMinutesBeforeStart",
            "responseRequested",
            "allowNewTimeProposals",
            "hideAttendees");

    public MeetingMails {
        own = Set.copyOf(own);
    }

    /** The invitations to a new meeting. */
    public List<MeetingMail> created(Meeting meeting) {
        return meeting.isOrganizer()
                ? requests(meeting, meeting.attendees(own), meeting.stamp(), "newMeetingRequest", null)
                : List.of();
    }

    /**
     * The messages about a change.
     *
     * @param change the properties that differ, by their Graph names, after {@link Meeting#revise}
     */
    public List<MeetingMail> changed(Meeting before, ObjectNode change, Meeting after) {
        if (!after.isOrganizer()) {
            return List.of();
        }
        Map<String, ObjectNode> was = before.attendees(own);
        Map<String, ObjectNode> is = after.attendees(own);
        Map<String, ObjectNode> removed = without(was, is);
        Map<String, ObjectNode> added = without(is, was);
        Map<String, ObjectNode> stay = without(is, added);
        var mails = new ArrayList<MeetingMail>();
        // written before the requests: a member of a removed group may also be an attendee
        mails.addAll(cancellations(before, removed, after.stamp().minusMillis(1), null));
        if (before.exceptions().size() > after.exceptions().size()) {
            mails.addAll(guests(before, is, after.stamp().minusMillis(1), null));
        }
        mails.addAll(requests(after, added, after.stamp(), "newMeetingRequest", null));
        if (Meeting.isSignificant(change)) {
            mails.addAll(requests(after, stay, after.stamp(), "fullUpdate", before.event()));
        } else if (Meeting.isVisible(change) || removed.keySet().stream().anyMatch(isGroup)) {
            mails.addAll(requests(after, stay, after.stamp(), "informationalUpdate", before.event()));
        }
        return List.copyOf(mails);
    }

    /** The messages about the end of a meeting, or of one occurrence. */
    public List<MeetingMail> cancelled(Meeting meeting, Instant now, @Nullable String comment) {
        boolean told =
                meeting.isOrganizer() && !meeting.event().path("isCancelled").booleanValue(false);
        if (!told) {
            return List.of();
        }
        Map<String, ObjectNode> attendees = meeting.attendees(own);
        var mails = new ArrayList<>(cancellations(meeting, attendees, meeting.next(now), comment));
        mails.addAll(guests(meeting, attendees, meeting.next(now), comment));
        return List.copyOf(mails);
    }

    /** The cancellations to those who attend only single occurrences of a series. */
    private List<MeetingMail> guests(
            Meeting series, Map<String, ObjectNode> attendees, Instant stamp, @Nullable String comment) {
        var mails = new ArrayList<MeetingMail>();
        new TreeMap<>(series.exceptions()).keySet().forEach(date -> {
            Meeting occurrence = series.occurrence(date);
            mails.addAll(cancellations(occurrence, without(occurrence.attendees(own), attendees), stamp, comment));
        });
        return mails;
    }

    /** The requests to those to whom the organizer or an attendee forwards the meeting. They are in its list of attendees. */
    public List<MeetingMail> forwarded(Meeting meeting, Collection<ObjectNode> attendees, String comment) {
        var to = new LinkedHashMap<String, ObjectNode>();
        attendees.stream().filter(one -> !own.contains(Meeting.key(one))).forEach(one -> to.put(Meeting.key(one), one));
        ObjectNode said = JSON.objectNode();
        if (!comment.isEmpty()) {
            said.set("body", commented(meeting.event().path("body"), comment));
        }
        return requests(meeting.with(said), to, meeting.stamp(), "newMeetingRequest", null);
    }

    static ObjectNode commented(JsonNode body, String comment) {
        String content = body.path("content").stringValue("");
        return body.path("contentType").stringValue("").equals("html")
                ? JSON.objectNode()
                        .put("contentType", "html")
                        .put("content", "<p>" + Entities.escape(comment) + "</p>" + content)
                : MeetingMail.text(content.isEmpty() ? comment : comment + "\n\n" + content);
    }

    private static Map<String, ObjectNode> without(Map<String, ObjectNode> some, Map<String, ObjectNode> others) {
        var left = new LinkedHashMap<>(some);
        left.keySet().removeAll(others.keySet());
        return left;
    }

    private List<MeetingMail> requests(
            Meeting meeting,
            Map<String, ObjectNode> to,
            Instant stamp,
            String requestType,
            @Nullable ObjectNode previous) {
        return each(meeting, to, some -> {
            MeetingNotice notice = notice(MeetingStep.REQUEST, meeting, meeting.sequence(), stamp, some);
            return MeetingMail.toAttendees(
                    MeetingMessageType.REQUEST,
                    notice,
                    MeetingShown.request(notice, requestType, previous),
                    MeetingMail.Text.of(subject(meeting), meeting.event()),
                    some.values());
        });
    }

    private List<MeetingMail> cancellations(
            Meeting meeting, Map<String, ObjectNode> to, Instant stamp, @Nullable String comment) {
        return each(meeting, to, some -> {
            // a cancellation counts more than every version before it, also than one that arrives later
            MeetingNotice notice = notice(MeetingStep.CANCEL, meeting, meeting.sequence(), stamp, some);
            return MeetingMail.toAttendees(
                    MeetingMessageType.CANCELLED,
                    notice,
                    MeetingShown.common(notice),
                    MeetingMail.Text.of("Canceled: " + subject(meeting), comment, meeting.event()),
                    some.values());
        });
    }

    private static String subject(Meeting meeting) {
        return meeting.event().path("subject").stringValue("");
    }

    private interface Writer {
        MeetingMail write(Map<String, ObjectNode> attendees);
    }

    /** One message for all, or one for each if they must not see each other. */
    private static List<MeetingMail> each(Meeting meeting, Map<String, ObjectNode> to, Writer writer) {
        if (to.isEmpty()) {
            return List.of();
        }
        if (!meeting.event().path("hideAttendees").booleanValue(false)) {
            return List.of(writer.write(to));
        }
        return to.entrySet().stream()
                .map(one -> writer.write(Map.of(one.getKey(), one.getValue())))
                .toList();
    }

    private MeetingNotice notice(
            MeetingStep step, Meeting meeting, int sequence, Instant stamp, Map<String, ObjectNode> to) {
        ObjectNode event = JSON.objectNode();
        SEEN.forEach(name -> {
            if (meeting.event().has(name)) {
                event.set(name, meeting.event().get(name));
            }
        });
        boolean hidden = meeting.event().path("hideAttendees").booleanValue(false);
        event.set("attendees", hidden ? MeetingMail.list(to) : meeting.event().path("attendees"));
        if (meeting.originalDate() != null) {
            event.remove("recurrence");
        }
        return new MeetingNotice(
                step,
                meeting.uid(),
                sequence,
                stamp,
                meeting.originalDate(),
                meeting.originalStart(),
                organizer,
                event,
                step == MeetingStep.CANCEL ? Map.of() : exceptions(meeting, hidden),
                step == MeetingStep.CANCEL ? List.of() : meeting.deleted(),
                null);
    }

    /** What attendees see of the exceptions, and the sequence that their answers must have. Statuses are not part of it, their list is. */
    private static Map<LocalDate, ObjectNode> exceptions(Meeting meeting, boolean hidden) {
        var all = new HashMap<LocalDate, ObjectNode>();
        meeting.exceptions().forEach((date, own) -> {
            ObjectNode seen = JSON.objectNode();
            SEEN.forEach(name -> {
                if (own.has(name)) {
                    seen.set(name, own.get(name));
                }
            });
            for (String name : List.of("body", "sequence")) {
                if (own.has(name)) {
                    seen.set(name, own.get(name));
                }
            }
            if (own.get("attendees") instanceof ArrayNode list && !hidden) {
                seen.set("attendees", list);
            }
            if (!seen.isEmpty()) {
                all.put(date, seen);
            }
        });
        return all;
    }
}
