package dev.postern.graph.mail;

import dev.postern.graph.GraphFailure;
import dev.postern.http.Json;
import dev.postern.mailbox.AttachedItem;
import dev.postern.mailbox.Attachment;
import dev.postern.mailbox.Content;
import dev.postern.mailbox.MessageBounds;
import dev.postern.mailbox.NewAttachment;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** An attachment as a caller describes it. */
final class AttachmentInput {
    private static final int LARGEST = 3 << 20;
    private static final int DEEPEST = 5;

    private AttachmentInput() {}

    /** @param read by {@link dev.postern.graph.model.TypedBodyReader}, so of a type that is known */
    static NewAttachment read(ObjectNode read) {
        return read(read, 0);
    }

    /** @param depth how many messages it lies within that are attachments themselves */
    static NewAttachment read(ObjectNode read, int depth) {
        if (depth > DEEPEST) {
            throw new GraphFailure(
                    400, "ErrorInvalidRequest", "Attached items lie at most " + DEEPEST + " deep in each other here.");
        }
        return switch (read.path("@odata.type").stringValue("")) {
            case "#microsoft.graph.fileAttachment" -> file(read);
            case "#microsoft.graph.itemAttachment" -> item(read, depth);
            case "#microsoft.graph.referenceAttachment" -> reference(read);
            default ->
                throw GraphFailure.notImplemented(
                        "Attaching a " + read.path("@odata.type").stringValue("thing"));
        };
    }

    private static NewAttachment file(ObjectNode read) {
        String name = name(read);
        String bytes = read.path("contentBytes").stringValue(null);
        if (bytes == null) {
            throw missing("contentBytes");
        }
        byte[] content = Base64.getDecoder().decode(bytes);
        if (content.length > LARGEST) {
            throw new GraphFailure(413, "RequestEntityTooLarge", "A file attachment in a request has less than 3 MB.");
        }
        String contentId = text(read, "contentId");
        String location = text(read, "contentLocation");
        return new NewAttachment(
                Attachment.Kind.FILE,
                name,
                text(read, "contentType"),
                contentId == null ? null : contentId.replaceAll("^<|>$", ""),
                read.path("isInline").booleanValue(false),
                Content.of(content),
                location == null ? null : Json.object().put("contentLocation", location));
    }

    private static NewAttachment item(ObjectNode read, int depth) {
        if (!(read.get("item") instanceof ObjectNode item)) {
            throw missing("item");
        }
        String type = AttachedItem.type(item);
        ObjectNode doc = type.equals(AttachedItem.MESSAGE) ? message(item, depth + 1) : other(item, depth + 1);
        doc.put("@odata.type", type);
        return new NewAttachment(
                Attachment.Kind.ITEM,
                name(read),
                text(read, "contentType"),
                null,
                read.path("isInline").booleanValue(false),
                Content.of(new byte[0]),
                doc);
    }

    private static ObjectNode message(ObjectNode item, int depth) {
        MessageInput inner = MessageInput.read(item, depth);
        ObjectNode message = inner.message();
        if (!inner.attachments().isEmpty()) {
            AttachedItem.attach(message, inner.attachments());
        }
        return message;
    }

    private static ObjectNode other(ObjectNode item, int depth) {
        ObjectNode copy = item.deepCopy();
        List<NewAttachment> attachments = MessageInput.attachments(copy.remove("attachments"), depth);
        MessageBounds.check(copy);
        if (!attachments.isEmpty()) {
            AttachedItem.attach(copy, attachments);
        }
        return copy;
    }

    /** In v1.0 it has a name and says nothing of what it points to; what only beta knows the reader has refused. */
    private static NewAttachment reference(ObjectNode read) {
        return new NewAttachment(
                Attachment.Kind.REFERENCE,
                name(read),
                text(read, "contentType"),
                null,
                read.path("isInline").booleanValue(false),
                Content.of(new byte[0]),
                null);
    }

    private static String name(ObjectNode read) {
        String name = text(read, "name");
        if (name == null || name.isEmpty()) {
            throw missing("name");
        }
        return name;
    }

    private static @Nullable String text(ObjectNode read, String name) {
        return HeaderText.clean(read.path(name).stringValue(null));
    }

    private static GraphFailure missing(String property) {
        return new GraphFailure(
                400, "ErrorRequiredPropertyMissing", "Required property is missing: '" + property + "'.");
    }
}
