package dev.postern.mailbox.event;

import dev.postern.mailbox.Address;
import dev.postern.mailbox.MeetingMessageType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes the messages that an attendee sends to the organizer of a meeting. */
public final class MeetingReplies {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> SAID = List.of("subject", "start", "end", "isAllDay", "location", "recurrence");

    private MeetingReplies() {}

    /**
     * A response.
     *
     * @param meeting in the calendar of the attendee
     * @param comment null for none
     */
    public static MeetingMail response(Meeting meeting, MeetingReply reply, Instant now, @Nullable String comment) {
        MeetingNotice notice = notice(MeetingStep.REPLY, meeting, now, reply);
        String prefix = reply.proposed() != null
                ? "New Time Proposed: "
                : switch (reply.response()) {
                    case "accepted" -> "Accepted: ";
                    case "declined" -> "Declined: ";
                    default -> "Tentative: ";
                };
        return MeetingMail.to(
                type(reply.response()),
                notice,
                MeetingShown.response(notice, reply),
                MeetingMail.Text.of(prefix + subject(meeting), comment, meeting.event()),
                notice.organizer());
    }

    /** The type of the message for a Graph {@code responseType}. */
    public static MeetingMessageType type(String response) {
        return switch (response) {
            case "accepted" -> MeetingMessageType.ACCEPTED;
            case "declined" -> MeetingMessageType.DECLINED;
            default -> MeetingMessageType.TENTATIVE;
        };
    }

    /** The notification that an attendee has forwarded the meeting to others. */
    public static MeetingMail forwarded(Meeting meeting, Address attendee, List<ObjectNode> added, Instant now) {
        MeetingNotice said = notice(MeetingStep.FORWARDED, meeting, now, new MeetingReply(attendee, "none", null));
        ObjectNode event = Meeting.changed(
                said.event(),
                JSON.objectNode().set("attendees", JSON.arrayNode().addAll(added)));
        MeetingNotice notice = new MeetingNotice(
                said.step(),
                said.uid(),
                said.sequence(),
                said.stamp(),
                said.originalDate(),
                said.originalStart(),
                said.organizer(),
                event,
                said.exceptions(),
                said.deleted(),
                said.reply());
        return MeetingMail.to(
                MeetingMessageType.NONE,
                notice,
                MeetingShown.common(notice),
                MeetingMail.Text.of(
                        "Meeting Forward Notification: " + subject(meeting),
                        text(attendee) + " has forwarded this meeting request to " + names(added) + ".",
                        meeting.event()),
                notice.organizer());
    }

    private static String names(List<ObjectNode> added) {
        return String.join(
                ", ",
                added.stream()
                        .map(one -> one.path("emailAddress").path("address").stringValue(""))
                        .toList());
    }

    private static String text(Address address) {
        return address.name() == null ? String.valueOf(address.address()) : address.name();
    }

    private static String subject(Meeting meeting) {
        return meeting.event().path("subject").stringValue("");
    }

    private static MeetingNotice notice(MeetingStep step, Meeting meeting, Instant now, MeetingReply reply) {
        ObjectNode event = JSON.objectNode();
        SAID.forEach(name -> {
            JsonNode value = meeting.event().get(name);
            if (value != null && !(name.equals("recurrence") && meeting.originalDate() != null)) {
                event.set(name, value);
            }
        });
        Address organizer = Address.of(meeting.event().get("organizer"));
        return new MeetingNotice(
                step,
                meeting.uid(),
                meeting.sequence(),
                now,
                meeting.originalDate(),
                meeting.originalStart(),
                organizer == null ? new Address(null, null) : organizer,
                event,
                Map.of(),
                List.of(),
                reply);
    }
}
