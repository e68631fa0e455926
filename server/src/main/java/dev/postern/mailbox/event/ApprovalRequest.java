package dev.postern.mailbox.event;

import dev.postern.mailbox.Address;
import dev.postern.mailbox.MeetingMessageType;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The copy of a request that a room or an equipment sends to those who decide about it. It does not change their calendars: the event is in the
 * calendar of the resource, where they accept or decline it.
 */
public final class ApprovalRequest {
    /** In the property of such a message; only the server writes it. */
    private static final String MARK = "forApproval";

    private ApprovalRequest() {}

    /**
     * Writes the message.
     *
     * @param body of the request, a Graph {@code itemBody}
     */
    public static MeetingMail of(MeetingNotice notice, JsonNode body, Address resource, List<Address> approvers) {
        ObjectNode shown = MeetingShown.request(notice, "newMeetingRequest", null);
        shown.put("isDelegated", true);
        ObjectNode event = JsonNodeFactory.instance.objectNode().setAll(notice.event());
        String comment = "This request waits for your approval. Accept or decline the meeting in the calendar of "
                + resource.name() + " (" + resource.address() + ").";
        event.set("body", MeetingMails.commented(body, comment));
        MeetingMail mail = MeetingMail.toAttendees(
                MeetingMessageType.REQUEST,
                notice,
                shown,
                MeetingMail.Text.of(event.path("subject").stringValue(""), event),
                approvers.stream().map(Address::recipient).toList());
        mail.message().withObject(MeetingNotice.PROPERTY).put(MARK, true);
        return mail;
    }

    /** @param meeting the property of a message */
    public static boolean isMarked(JsonNode meeting) {
        return meeting.path(MARK).booleanValue(false);
    }
}
