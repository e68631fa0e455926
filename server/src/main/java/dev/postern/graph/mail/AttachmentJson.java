package dev.postern.graph.mail;

import dev.postern.gate.OpenMailbox;
import dev.postern.graph.model.Selection;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.http.Json;
import dev.postern.mailbox.Attachment;
import dev.postern.mailbox.Body;
import dev.postern.mailbox.IdStyle;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.WireIds;
import dev.postern.query.Moments;
import tools.jackson.databind.node.ObjectNode;

/** Attachments by their Graph names. */
record AttachmentJson(OpenMailbox mailbox, Item item, IdStyle ids, BodyView bodies, LateBytes late) {
    /** An attachment with as much as a query shows of it. */
    ObjectNode of(Attachment attachment, QueryOptions query) {
        Selection selection = query.view().selection();
        boolean bytes = selection.isDefault() || selection.names("contentBytes");
        ObjectNode json = Json.object();
        json.put("@odata.type", type(attachment.kind()));
        if (attachment.contentType() != null && attachment.kind() == Attachment.Kind.FILE) {
            json.put("@odata.mediaContentType", attachment.contentType());
        }
        json.put("id", WireIds.attachment(item, attachment.id(), ids));
        json.put("lastModifiedDateTime", Moments.format(attachment.modified()));
        json.put("name", attachment.name());
        json.put("contentType", attachment.contentType());
        json.put("size", attachment.size());
        json.put("isInline", attachment.inline());
        ObjectNode doc = attachment.doc();
        switch (attachment.kind()) {
            case FILE -> {
                json.put("contentId", attachment.contentId());
                json.put(
                        "contentLocation",
                        doc == null ? null : doc.path("contentLocation").stringValue(null));
                if (bytes) {
                    json.put("contentBytes", late.of(new StoredContent(mailbox, attachment)));
                }
            }
            case ITEM -> {
                if (query.isExpanded("item") && doc != null) {
                    json.set("item", inner(doc));
                }
            }
            case REFERENCE -> {
                // v1.0 shows nothing of its own
            }
        }
        return json;
    }

    /** An item within an attachment has no id of its own. */
    private ObjectNode inner(ObjectNode doc) {
        ObjectNode inner = doc.deepCopy();
        inner.put("id", "");
        if (!inner.has("@odata.type")) {
            inner.put("@odata.type", "#microsoft.graph.message");
        }
        if (inner.get("body") instanceof ObjectNode body) {
            Body shown = bodies.show(new Body(
                    body.path("contentType").stringValue("").equalsIgnoreCase("html") ? Body.Type.HTML : Body.Type.TEXT,
                    body.path("content").stringValue("")));
            body.put("contentType", shown.type() == Body.Type.HTML ? "html" : "text");
            body.put("content", shown.content());
        }
        return inner;
    }

    private static String type(Attachment.Kind kind) {
        return switch (kind) {
            case FILE -> "#microsoft.graph.fileAttachment";
            case ITEM -> "#microsoft.graph.itemAttachment";
            case REFERENCE -> "#microsoft.graph.referenceAttachment";
        };
    }
}
