package dev.postern.graph.mail;

import dev.postern.graph.GraphFailure;
import dev.postern.graph.content.HeaderText;
import dev.postern.graph.item.AttachmentInput;
import dev.postern.graph.item.OpenProperties;
import dev.postern.mailbox.ItemProperty;
import dev.postern.mailbox.MessageBounds;
import dev.postern.mailbox.NewAttachment;
import dev.postern.mailbox.PropertyTable;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A message in the request of a caller, validated and in stored form.
 *
 * @param message without its attachments and without the properties that the mailbox determines
 */
record MessageInput(ObjectNode message, List<NewAttachment> attachments) {
    /** Values that a caller sends back are ignored, not refused. */
    private static final Set<String> READ_ONLY =
            PropertyTable.MESSAGE.names(property -> property.writable() == ItemProperty.Writable.NEVER);

    /** Reads attachments: an attached message is validated like a message. */
    static final AttachmentInput ATTACHMENTS = new AttachmentInput(MessageInput::checked);

    private static final String MEETING_MESSAGE = "#microsoft.graph.eventMessage";

    MessageInput {
        attachments = List.copyOf(attachments);
    }

    /** A message in a body, as read by {@link dev.postern.graph.model.TypedBodyReader}. */
    static MessageInput read(ObjectNode read) {
        // the tree belongs to this request, so a shallow copy is enough
        ObjectNode message = read.objectNode().setAll(read);
        if (message.path("@odata.type").stringValue("").startsWith(MEETING_MESSAGE)) {
            MeetingMembers.ALL.forEach(message::remove);
        }
        message.remove("@odata.type");
        JsonNode attached = message.remove("attachments");
        return new MessageInput(checked(message), ATTACHMENTS.all(attached));
    }

    /**
     * Refuses a new message that claims to carry a meeting, because meeting messages are created by changes of events.
     *
     * @throws GraphFailure if the body names a type of meeting messages
     */
    static void requireNoMeeting(ObjectNode read) {
        if (read.path("@odata.type").stringValue("").startsWith(MEETING_MESSAGE)) {
            throw new GraphFailure(
                    400,
                    "ErrorInvalidRequest",
                    "An eventMessage cannot be created. Create, change or answer an event instead.");
        }
    }

    /** Validates a message without attachments and converts it to stored form. */
    private static ObjectNode checked(ObjectNode message) {
        READ_ONLY.forEach(message::remove);
        MapiInput.keywords(message);
        MessageBounds.check(message);
        HeaderText.clean(message);
        InternetHeaders.check(message);
        OpenProperties.check(message);
        MapiInput.check(message);
        FlagInput.check(message);
        return message;
    }
}
