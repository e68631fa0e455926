package dev.postern.graph.mail;

import dev.postern.graph.content.HeaderText;
import dev.postern.graph.item.AttachmentInput;
import dev.postern.graph.item.OpenProperties;
import dev.postern.mailbox.MessageBounds;
import dev.postern.mailbox.NewAttachment;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
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
        DECIDED_HERE.forEach(message::remove);
        MessageBounds.check(message);
        HeaderText.clean(message);
        InternetHeaders.check(message);
        OpenProperties.check(message);
        return message;
    }
}
