package dev.postern.graph.mail;

import dev.postern.mailbox.Item;
import dev.postern.mailbox.MeetingMessageType;
import dev.postern.mailbox.event.MeetingNotice;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The properties that a message has besides those of every message because it carries a meeting. */
final class MeetingMembers {
    /** Properties of the derived types; values in requests are ignored. */
    static final Set<String> ALL = Set.of(
            "meetingMessageType",
            "startDateTime",
            "endDateTime",
            "location",
            "isAllDay",
            "isDelegated",
            "isOutOfDate",
            "recurrence",
            "type",
            "meetingRequestType",
            "allowNewTimeProposals",
            "responseRequested",
            "previousStartDateTime",
            "previousEndDateTime",
            "previousLocation",
            "responseType",
            "proposedNewTime",
            "event");

    /** What Mail.ReadBasic does not show: everything but what kind of message it is. */
    static final Set<String> WITHHELD = withheld();

    private MeetingMembers() {}

    private static Set<String> withheld() {
        var withheld = new HashSet<>(ALL);
        withheld.remove("meetingMessageType");
        return Set.copyOf(withheld);
    }

    /**
     * Adds the type of a meeting message, and its properties if its document was read.
     *
     * @param outOfDate whether the calendar has a newer version of the meeting
     */
    static void into(ObjectNode json, Item item, Predicate<MeetingNotice> outOfDate) {
        MeetingMessageType type = item.message().summary().meeting();
        if (type == null) {
            return;
        }
        json.put("@odata.type", "#microsoft.graph." + type.graphType());
        json.put("meetingMessageType", type.graphName());
        ObjectNode doc = item.doc();
        if (doc == null) {
            return;
        }
        MeetingNotice notice = notice(item);
        json.put("isOutOfDate", notice != null && outOfDate.test(notice));
        for (Map.Entry<String, JsonNode> member :
                doc.path("meeting").path("shown").properties()) {
            json.set(member.getKey(), member.getValue());
        }
    }

    /** What a meeting message says; null if its document was not read. */
    static @Nullable MeetingNotice notice(Item item) {
        return item.doc() == null ? null : MeetingNotice.of(item.doc().get(MeetingNotice.PROPERTY));
    }
}
