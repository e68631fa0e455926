package dev.postern.mailbox;

import dev.postern.mailbox.mime.MimeOut;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/**
 * A message on its way from one mailbox to others. It has copies of everything, except that large contents are
 * referenced by their hash and stored in the mailbox of the sender. Belongs to one thread at a time.
 */
public final class QueuedMessage {
    private final ObjectNode message;
    private final List<StoredAttachment> attachments;
    private final byte @Nullable [] original;
    private final long originalSize;

    /**
     * @param originalSize bytes of the original, if it is about to be delivered; otherwise 0
     */
    QueuedMessage(
            ObjectNode message, List<StoredAttachment> attachments, byte @Nullable [] original, long originalSize) {
        this.original = original;
        this.originalSize = originalSize;
        this.message = message;
        this.attachments = List.copyOf(attachments);
    }

    /** The message by its Graph names, without attachments. Changes to it change the queued message. */
    public ObjectNode message() {
        return message;
    }

    /** The Content-Type of its MIME: that of the original, or that of the MIME that is written for it. */
    public String contentType() {
        for (JsonNode header : message.path("internetMessageHeaders")) {
            if (original != null && "Content-Type".equalsIgnoreCase(StoredJson.text(header.get("name"), ""))) {
                return StoredJson.text(header.get("value"), "");
            }
        }
        String id = StoredJson.text(message.get("internetMessageId"), "");
        boolean files = attachments.stream().anyMatch(a -> !a.inline() && a.kind() != Attachment.Kind.REFERENCE);
        boolean inline = attachments.stream().anyMatch(a -> a.inline() && a.kind() != Attachment.Kind.REFERENCE);
        String boundary = "=_" + UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8));
        return MimeOut.contentType(message, files, inline, boundary.replace("-", ""));
    }

    /** A queued message with the same contents and another message. */
    public QueuedMessage with(ObjectNode other) {
        return new QueuedMessage(other, attachments, original, originalSize);
    }

    /** The same message with the attachments of another, which must be in the same mailbox. */
    public QueuedMessage withAttachmentsOf(QueuedMessage other) {
        return new QueuedMessage(message, other.attachments, original, originalSize);
    }

    /**
     * The same message with another attached to it, which must be in the same mailbox. Large contents of the other are attached beside it.
     *
     * @param name of the attachment
     */
    public QueuedMessage attaching(QueuedMessage other, String name, UUID id, Instant now) {
        ObjectNode doc = StoredJson.object().setAll(other.message);
        doc.put("@odata.type", AttachedItem.MESSAGE);
        var beside = new ArrayList<StoredAttachment>();
        var inside = new ArrayList<NewAttachment>();
        for (StoredAttachment a : other.attachments) {
            byte[] small = a.small();
            if (a.hash() != null) {
                beside.add(a);
            } else {
                Content content = Content.of(small == null ? new byte[0] : small);
                inside.add(new NewAttachment(
                        a.kind(), a.name(), a.contentType(), a.contentId(), a.inline(), content, a.doc()));
            }
        }
        AttachedItem.attach(doc, inside);
        beside.addFirst(new StoredAttachment(
                new AttachmentId(id), Attachment.Kind.ITEM, name, null, null, false, 0, now, doc, null, null));
        return new QueuedMessage(message, beside, null, 0);
    }

    /** A copy whose message may be changed. These members are removed from it and from attached messages. */
    public QueuedMessage copy(List<String> without) {
        return new QueuedMessage(without(message, without), without(attachments, without), original, originalSize);
    }

    static List<StoredAttachment> without(List<StoredAttachment> attachments, List<String> names) {
        return attachments.stream()
                .map(attachment -> {
                    ObjectNode doc = attachment.doc();
                    return doc == null ? attachment : attachment.with(without(doc, names));
                })
                .toList();
    }

    private static ObjectNode without(ObjectNode message, List<String> names) {
        // nested nodes are changed only in attached messages
        ObjectNode copy = message.has("attachments")
                ? message.deepCopy()
                : StoredJson.object().setAll(message);
        copy.remove(names);
        copy.path("attachments").forEach(attached -> {
            if (attached.get("item") instanceof ObjectNode item) {
                ((ObjectNode) attached).set("item", without(item, names));
            }
        });
        return copy;
    }

    /** The verified author of the message. */
    public @Nullable Address author() {
        return Address.of(message.get("from"));
    }

    /** The hashes of its large contents; one that is attached twice is listed twice. */
    public List<byte[]> hashes() {
        var hashes = new ArrayList<byte[]>();
        for (StoredAttachment attachment : attachments) {
            if (attachment.hash() != null) {
                hashes.add(attachment.hash());
            }
        }
        if (original != null) {
            hashes.add(original);
        }
        return hashes;
    }

    /** Whether it was submitted as MIME, which the recipients get as it is. */
    public boolean isMime() {
        return original != null;
    }

    /** The hash of the MIME in which it was submitted; null if it was not MIME. */
    byte @Nullable [] original() {
        return original;
    }

    /**
     * The stored form in the queue.
     *
     * @param text the text from which {@link #parse} restores the message
     * @param size the approximate size in bytes, including referenced contents
     */
    public record Written(String text, long size) {}

    long originalSize() {
        return originalSize;
    }

    List<StoredAttachment> attachments() {
        return attachments;
    }

    public Written written() {
        ObjectNode root = StoredJson.object();
        String text = message.toString();
        root.putRawValue("message", new RawValue(text));
        root.put("original", base64(original));
        ArrayNode list = root.putArray("attachments");
        for (StoredAttachment a : attachments) {
            ObjectNode node = list.addObject();
            node.put("id", a.id().value().toString());
            node.put("kind", a.kind().name());
            node.put("name", a.name());
            node.put("contentType", a.contentType());
            node.put("contentId", a.contentId());
            node.put("inline", a.inline());
            node.put("size", a.size());
            node.put("modified", a.modified().toEpochMilli());
            node.put("small", base64(a.small()));
            node.put("hash", base64(a.hash()));
            if (a.doc() != null) {
                node.set("doc", a.doc());
            }
        }
        long attached = attachments.stream()
                .mapToLong(a -> ItemSizes.attachment(a.size(), a.doc()))
                .sum();
        return new Written(root.toString(), originalSize + text.length() + attached);
    }

    public static QueuedMessage parse(String text) {
        ObjectNode root = StoredJson.object(text);
        var attachments = new ArrayList<StoredAttachment>();
        for (JsonNode node : root.path("attachments")) {
            attachments.add(new StoredAttachment(
                    new AttachmentId(UUID.fromString(StoredJson.text(node.get("id"), ""))),
                    Attachment.Kind.valueOf(StoredJson.text(node.get("kind"), "")),
                    StoredJson.text(node.get("name")),
                    StoredJson.text(node.get("contentType")),
                    StoredJson.text(node.get("contentId")),
                    StoredJson.flag(node.get("inline"), false),
                    node.path("size").longValue(),
                    Instant.ofEpochMilli(node.path("modified").longValue()),
                    node.get("doc") instanceof ObjectNode doc ? doc : null,
                    bytes(StoredJson.text(node.get("small"))),
                    bytes(StoredJson.text(node.get("hash")))));
        }
        return new QueuedMessage(
                (ObjectNode) root.get("message"), attachments, bytes(StoredJson.text(root.get("original"))), 0);
    }

    private static @Nullable String base64(byte @Nullable [] bytes) {
        return bytes == null ? null : Base64.getEncoder().encodeToString(bytes);
    }

    private static byte @Nullable [] bytes(@Nullable String base64) {
        return base64 == null ? null : Base64.getDecoder().decode(base64);
    }
}
