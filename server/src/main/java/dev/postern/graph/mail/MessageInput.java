package dev.postern.graph.mail;

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
 * A message as a caller describes it, checked and brought into the form in which it is stored.
 *
 * @param message without its attachments and without what the mailbox decides
 */
record MessageInput(ObjectNode message, List<NewAttachment> attachments) {
    /** Sending these back as they were read is not refused, and ignored. */
    private static final Set<String> READ_ONLY =
            PropertyTable.MESSAGE.names(property -> property.writable() == ItemProperty.Writable.NEVER);

    /** How attachments are read: an attached message is checked like one that is sent alone. */
    static final AttachmentInput ATTACHMENTS = new AttachmentInput(MessageInput::checked);

    MessageInput {
        attachments = List.copyOf(attachments);
    }

    /** A message in a mailbox-independent body, as {@link dev.postern.graph.model.TypedBodyReader} has read it. */
    static MessageInput read(ObjectNode read) {
        // the tree belongs to this request, so a shallow copy is enough
        ObjectNode message = read.objectNode().setAll(read);
        JsonNode attached = message.remove("attachments");
        return new MessageInput(checked(message), ATTACHMENTS.all(attached));
    }

    /** Checks a message that has no attachments and brings it into the form in which it is stored. */
    private static ObjectNode checked(ObjectNode message) {
        READ_ONLY.forEach(message::remove);
        MessageBounds.check(message);
        HeaderText.clean(message);
        InternetHeaders.check(message);
        OpenProperties.check(message);
        return message;
    }
}
