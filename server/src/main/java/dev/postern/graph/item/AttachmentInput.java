package dev.postern.graph.item;

import dev.postern.graph.GraphFailure;
import dev.postern.graph.content.HeaderText;
import dev.postern.http.Json;
import dev.postern.mailbox.AttachedItem;
import dev.postern.mailbox.Attachment;
import dev.postern.mailbox.Content;
import dev.postern.mailbox.MessageBounds;
import dev.postern.mailbox.NewAttachment;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Attachments in the request of a caller.
 *
 * @param message checks an attached message, without its own attachments, and returns it in stored form
 */
public record AttachmentInput(UnaryOperator<ObjectNode> message) {
    private static final int MAX_ATTACHMENTS = 250;
    private static final int MAX_BYTES = 3 << 20;
    private static final int MAX_DEPTH = 5;

    /**
     * @param read a value from {@link dev.postern.graph.model.TypedBodyReader}, so its type is known
     */
    public NewAttachment read(ObjectNode read) {
        return read(read, 0);
    }

    /**
     * @param depth the number of attached items around it
     */
    private NewAttachment read(ObjectNode read, int depth) {
        if (depth > MAX_DEPTH) {
            throw new GraphFailure(
                    400, "ErrorInvalidRequest", "Attached items can be nested at most " + MAX_DEPTH + " levels deep.");
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
        if (content.length > MAX_BYTES) {
            throw new GraphFailure(
                    413, "RequestEntityTooLarge", "A file attachment in a request must be smaller than 3 MB.");
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

    private NewAttachment item(ObjectNode read, int depth) {
        if (!(read.get("item") instanceof ObjectNode item)) {
            throw missing("item");
        }
        String type = AttachedItem.type(item);
        ObjectNode doc = stored(item, type.equals(AttachedItem.MESSAGE), depth + 1);
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

    private ObjectNode stored(ObjectNode item, boolean isMessage, int depth) {
        ObjectNode copy = item.deepCopy();
        JsonNode attached = copy.remove("attachments");
        ObjectNode stored = isMessage ? message.apply(copy) : copy;
        if (!isMessage) {
            MessageBounds.check(copy);
        }
        List<NewAttachment> attachments = all(attached, depth);
        if (!attachments.isEmpty()) {
            AttachedItem.attach(stored, attachments);
        }
        return stored;
    }

    /** The attachments of a new item. */
    public List<NewAttachment> all(@Nullable JsonNode attached) {
        return all(attached, 0);
    }

    private List<NewAttachment> all(@Nullable JsonNode attached, int depth) {
        var attachments = new ArrayList<NewAttachment>();
        if (attached instanceof ArrayNode all) {
            if (all.size() > MAX_ATTACHMENTS) {
                throw new GraphFailure(
                        400,
                        "ErrorMessageSizeExceeded",
                        "An item can have at most " + MAX_ATTACHMENTS + " attachments.");
            }
            all.forEach(one -> attachments.add(read((ObjectNode) one, depth)));
        }
        return attachments;
    }

    /**
     * In v1.0 a reference attachment has a name but no target. The reader has refused properties that only beta has.
     */
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
