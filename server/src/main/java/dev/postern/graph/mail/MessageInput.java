package dev.postern.graph.mail;

import dev.postern.graph.GraphFailure;
import dev.postern.mailbox.ItemProperty;
import dev.postern.mailbox.NewAttachment;
import dev.postern.mailbox.PropertyTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
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

    private static final int MOST_ATTACHMENTS = 250;

    MessageInput {
        attachments = List.copyOf(attachments);
    }

    /** A message in a mailbox-independent body, as {@link dev.postern.graph.model.TypedBodyReader} has read it. */
    static MessageInput read(ObjectNode read) {
        return read(read, 0);
    }

    /** @param depth as in {@link AttachmentInput#read(ObjectNode, int)} */
    static MessageInput read(ObjectNode read, int depth) {
        ObjectNode message = read.deepCopy();
        READ_ONLY.forEach(message::remove);
        JsonNode attached = message.remove("attachments");
        HeaderText.clean(message);
        InternetHeaders.check(message);
        OpenProperties.check(message);
        return new MessageInput(message, attachments(attached, depth));
    }

    static List<NewAttachment> attachments(@Nullable JsonNode attached, int depth) {
        var attachments = new ArrayList<NewAttachment>();
        if (attached instanceof ArrayNode all) {
            if (all.size() > MOST_ATTACHMENTS) {
                throw new GraphFailure(
                        400,
                        "ErrorMessageSizeExceeded",
                        "A message has at most " + MOST_ATTACHMENTS + " attachments here.");
            }
            all.forEach(one -> attachments.add(AttachmentInput.read((ObjectNode) one, depth)));
        }
        return attachments;
    }
}
