package dev.postern.graph.item;

import dev.postern.gate.AttachmentReader;
import dev.postern.graph.content.BodyView;
import dev.postern.graph.content.DeferredContent;
import dev.postern.graph.model.Selection;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.http.Json;
import dev.postern.mailbox.Attachment;
import dev.postern.mailbox.IdStyle;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.NewAttachment;
import dev.postern.mailbox.WireIds;
import dev.postern.query.Moments;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Attachments as JSON with their Graph names. */
public record AttachmentJson(
        AttachmentReader mailbox, Item item, IdStyle ids, BodyView bodies, DeferredContent deferred) {
    /** An attachment with the properties that a query selects. */
    public ObjectNode of(Attachment attachment, QueryOptions query) {
        ObjectNode json = Json.object();
        deferred.countAttachment(attachment.doc());
        json.put("@odata.type", type(attachment.kind()));
        if (attachment.contentType() != null && attachment.kind() == Attachment.Kind.FILE) {
            json.put("@odata.mediaContentType", attachment.contentType());
        }
        json.put("id", WireIds.attachment(item, attachment.id(), ids));
        json.put("lastModifiedDateTime", Moments.format(attachment.modified()));
        json.put("name", attachment.name());
        json.put("contentType", attachment.contentType());
        json.put("size", size(attachment.kind(), attachment.size(), attachment.doc()));
        json.put("isInline", attachment.inline());
        switch (attachment.kind()) {
            case FILE -> file(json, StoredContent.copyOf(mailbox, attachment), query, deferred);
            case ITEM ->
                new AttachedItemJson(bodies, deferred, attachment.modified(), mailbox.temporary())
                        .expand(json, StoredContent.copyOf(mailbox, attachment), query);
            case REFERENCE -> {
                // v1.0 shows no properties of its own
            }
        }
        return json;
    }

    /** An item that was given as JSON has no content of its own; the length of its document is near that of its MIME. */
    static long size(Attachment.Kind kind, long content, @Nullable ObjectNode doc) {
        return kind == Attachment.Kind.ITEM && content == 0 && doc != null
                ? doc.toString().length()
                : content;
    }

    /** The properties that only files have. */
    static void file(ObjectNode json, NewAttachment file, QueryOptions query, DeferredContent deferred) {
        ObjectNode doc = file.doc();
        json.put("contentId", file.contentId());
        json.put(
                "contentLocation",
                doc == null ? null : doc.path("contentLocation").stringValue(null));
        Selection selection = query.view().selection();
        if (selection.isDefault() || selection.names("contentBytes")) {
            json.put("contentBytes", deferred.of(file.content()));
        }
    }

    public static String type(Attachment.Kind kind) {
        return switch (kind) {
            case FILE -> "#microsoft.graph.fileAttachment";
            case ITEM -> "#microsoft.graph.itemAttachment";
            case REFERENCE -> "#microsoft.graph.referenceAttachment";
        };
    }
}
