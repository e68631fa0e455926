package dev.postern.mailbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An item inside an attachment that was given as JSON. Its attachments are part of its document, with their bytes in
 * base64. Stateless.
 */
public final class AttachedItem {
    public static final String MESSAGE = "#microsoft.graph.message";
    public static final String EVENT = "#microsoft.graph.event";
    public static final String CONTACT = "#microsoft.graph.contact";

    private AttachedItem() {}

    /** The kind of item of a document. */
    public static String type(ObjectNode item) {
        return StoredJson.text(item.get("@odata.type"), MESSAGE);
    }

    /** Puts attachments into the document of an item. */
    public static void attach(ObjectNode item, List<NewAttachment> attachments) {
        ArrayNode all = item.putArray("attachments");
        for (NewAttachment a : attachments) {
            ObjectNode one = all.addObject();
            one.put("kind", a.kind().name());
            one.put("name", a.name());
            one.put("contentType", a.contentType());
            one.put("contentId", a.contentId());
            one.put("inline", a.inline());
            if (a.doc() != null) {
                one.set("doc", a.doc());
            }
            if (a.kind() == Attachment.Kind.FILE) {
                one.put("bytes", base64(a.content()));
            }
        }
        item.put("hasAttachments", attachments.stream().anyMatch(a -> !a.inline()));
    }

    private static String base64(Content content) {
        try {
            return Base64.getEncoder().encodeToString(Contents.bytes(content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The attachments of an item. */
    public static List<NewAttachment> attachments(ObjectNode item) {
        var attachments = new ArrayList<NewAttachment>();
        for (JsonNode one : item.path("attachments")) {
            String bytes = StoredJson.text(one.get("bytes"));
            attachments.add(new NewAttachment(
                    kind(StoredJson.text(one.get("kind"))),
                    StoredJson.text(one.get("name")),
                    StoredJson.text(one.get("contentType")),
                    StoredJson.text(one.get("contentId")),
                    StoredJson.flag(one.get("inline"), false),
                    Content.of(bytes == null ? new byte[0] : Base64.getDecoder().decode(bytes)),
                    one.get("doc") instanceof ObjectNode doc ? doc : null));
        }
        return attachments;
    }

    private static Attachment.Kind kind(@Nullable String name) {
        return name == null ? Attachment.Kind.FILE : Attachment.Kind.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
