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
 * Attachments as a caller describes them.
 *
 * @param message checks an attached message, without its own attachments, and returns it in the form in which it is stored
 */
public record AttachmentInput(UnaryOperator<ObjectNode> message) {
    private static final int MOST = 250;
    private static final int LARGEST = 3 << 20;
    private static final int DEEPEST = 5;

    /** @param read by {@link dev.postern.graph.model.TypedBodyReader}, so of a type that is known */
    public NewAttachment read(ObjectNode read) {
        return read(read, 0);
    }

    /** @param depth how many attached items contain it */
    private NewAttachment read(ObjectNode read, int depth) {
        if (depth > DEEPEST) {
            throw new GraphFailure(
                    400, "ErrorInvalidRequest", "Attached items can be nested at most " + DEEPEST + " levels deep.");
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
            if (all.size() > MOST) {
                throw new GraphFailure(
                        400, "ErrorMessageSizeExceeded", "A message has at most " + MOST + " attachments here.");
            }
            all.forEach(one -> attachments.add(read((ObjectNode) one, depth)));
        }
        return attachments;
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
