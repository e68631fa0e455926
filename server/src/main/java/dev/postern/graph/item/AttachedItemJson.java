package dev.postern.graph.item;

import dev.postern.compute.ComputeRefused;
import dev.postern.compute.Limit;
import dev.postern.graph.content.BodyView;
import dev.postern.graph.content.DeferredContent;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.http.Json;
import dev.postern.mailbox.AttachedItem;
import dev.postern.mailbox.Attachment;
import dev.postern.mailbox.Body;
import dev.postern.mailbox.NewAttachment;
import dev.postern.mailbox.TemporaryFiles;
import dev.postern.mailbox.mime.MimeParts;
import dev.postern.query.DocumentEvaluator;
import dev.postern.query.Moments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Item attachments with their nested attachments, to the depth that a query expands. Nested items have no ids. */
public record AttachedItemJson(BodyView bodies, DeferredContent deferred, Instant modified, TemporaryFiles temporary) {
    /** Memory per byte of a message while its parts are read. */
    private static final long PARSED = 2;

    /** Adds the item of an attachment to its JSON, if the query expands it. */
    void expand(ObjectNode json, NewAttachment attachment, QueryOptions query) {
        ObjectNode doc = attachment.doc();
        Optional<QueryOptions.Expand> wanted = expand(query, "item");
        if (doc == null || wanted.isEmpty()) {
            return;
        }
        ObjectNode item = shown(doc);
        QueryOptions inner = wanted.get().options();
        expand(inner, "attachments").ifPresent(expand -> {
            ArrayNode all = item.putArray("attachments");
            for (NewAttachment one : attachments(attachment, doc)) {
                ObjectNode shown = json(one, expand.options());
                if (expand.options()
                        .filter()
                        .map(filter -> DocumentEvaluator.test(filter, shown))
                        .orElse(true)) {
                    all.add(shown);
                }
            }
        });
        json.set("item", item);
    }

    private static Optional<QueryOptions.Expand> expand(QueryOptions query, String navigation) {
        return query.view().expands().stream()
                .filter(expand -> expand.navigation().equals(navigation))
                .findFirst();
    }

    /**
     * The attachments of a message submitted as MIME are in the MIME, those of one submitted as JSON in its document.
     */
    private List<NewAttachment> attachments(NewAttachment attachment, ObjectNode doc) {
        boolean mime = size(attachment) > 0 && AttachedItem.type(doc).equals(AttachedItem.MESSAGE);
        return mime ? parts(attachment) : AttachedItem.attachments(doc);
    }

    /** A message that cannot be parsed in time is shown without attachments; its bytes are still available. */
    private List<NewAttachment> parts(NewAttachment attachment) {
        deferred.take(PARSED * size(attachment));
        Limit limit = Limit.of(size(attachment), Duration.ofSeconds(5));
        try {
            return bodies.pages()
                    .compute()
                    .pool()
                    .run(limit, deadline -> MimeParts.of(attachment.content(), temporary, deadline));
        } catch (ComputeRefused e) {
            return List.of();
        }
    }

    private ObjectNode json(NewAttachment attachment, QueryOptions query) {
        ObjectNode json = Json.object();
        json.put("@odata.type", AttachmentJson.type(attachment.kind()));
        json.put("id", "");
        json.put("lastModifiedDateTime", Moments.format(modified));
        json.put("name", attachment.name());
        json.put("contentType", attachment.contentType());
        json.put("size", AttachmentJson.size(attachment.kind(), size(attachment), attachment.doc()));
        json.put("isInline", attachment.inline());
        if (attachment.kind() == Attachment.Kind.FILE) {
            AttachmentJson.file(json, attachment, query, deferred);
        } else {
            expand(json, attachment, query);
        }
        return json;
    }

    private static long size(NewAttachment attachment) {
        try {
            return attachment.content().size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ObjectNode shown(ObjectNode doc) {
        ObjectNode inner = doc.deepCopy();
        inner.remove("attachments");
        inner.put("id", "");
        inner.put("@odata.type", AttachedItem.type(doc));
        if (inner.get("body") instanceof ObjectNode body) {
            Body shown = bodies.show(new Body(
                    body.path("contentType").stringValue("").equalsIgnoreCase("html") ? Body.Type.HTML : Body.Type.TEXT,
                    body.path("content").stringValue("")));
            body.put("contentType", shown.type() == Body.Type.HTML ? "html" : "text");
            body.put("content", shown.content());
        }
        return inner;
    }
}
