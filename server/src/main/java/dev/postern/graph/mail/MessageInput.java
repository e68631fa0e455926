package dev.postern.graph.mail;

import dev.postern.graph.GraphFailure;
import dev.postern.mailbox.MessageBounds;
import dev.postern.mailbox.NewAttachment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A message as a caller describes it, checked and brought into the form in which it is kept.
 *
 * @param message without its attachments and without what the mailbox decides
 */
record MessageInput(ObjectNode message, List<NewAttachment> attachments) {
    /** The mailbox decides these; who sends them back as they were read is not refused. */
    private static final Set<String> DECIDED_HERE = Set.of(
            "id",
            "changeKey",
            "createdDateTime",
            "lastModifiedDateTime",
            "receivedDateTime",
            "sentDateTime",
            "hasAttachments",
            "bodyPreview",
            "uniqueBody",
            "parentFolderId",
            "conversationId",
            "conversationIndex",
            "webLink",
            "isDraft");

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
        DECIDED_HERE.forEach(message::remove);
        JsonNode attached = message.remove("attachments");
        MessageBounds.check(message);
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
