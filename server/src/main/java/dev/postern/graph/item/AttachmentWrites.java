package dev.postern.graph.item;

import dev.postern.gate.AttachmentWriter;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.odata.Family;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.graph.odata.QueryTarget;
import dev.postern.http.Response;
import dev.postern.mailbox.Attachment;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.WireIds;

/** Adds attachments and removes them. */
public record AttachmentWrites<W extends AttachmentWriter>(
        ItemPath<? super W> path, AttachmentReads<? super W> reads, AttachmentInput input) {
    public Response add(W mailbox, GraphRequest request) {
        QueryOptions query = request.query(QueryTarget.one(AttachmentReads.type(request), Family.OUTLOOK));
        Item item = path.item(mailbox, request, Fields.COLUMNS);
        Attachment added = mailbox.attach(
                path.ref(mailbox, request, item), input.read(request.body(AttachmentReads.type(request))));
        return reads.one(mailbox, request, query, item, added, 201)
                .with("Location", location(mailbox, request, item, added));
    }

    private String location(W mailbox, GraphRequest request, Item item, Attachment attachment) {
        var style = ItemAddress.ids(request);
        return ItemAddress.location(request, mailbox, path.collection(), path.id(mailbox, request, item, style))
                + "/attachments(" + ItemAddress.quoted(WireIds.attachment(item, attachment.id(), style)) + ")";
    }

    public Response remove(W mailbox, GraphRequest request) {
        Item item = path.item(mailbox, request, Fields.COLUMNS);
        mailbox.detach(reads.named(mailbox, request, item));
        return GraphAnswer.noContent();
    }
}
