package dev.postern.graph.mail;

import dev.postern.gate.OpenMailbox;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.odata.Family;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.graph.odata.QueryTarget;
import dev.postern.http.Response;
import dev.postern.mailbox.Attachment;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.WireIds;

/** Adds attachments to drafts and removes them. */
final class AttachmentWrites {
    private AttachmentWrites() {}

    static Response add(OpenMailbox mailbox, GraphRequest request) {
        QueryOptions query = request.query(QueryTarget.one(AttachmentReads.type(request), Family.OUTLOOK));
        Item item = MailPath.message(mailbox, request, Fields.COLUMNS);
        Attachment added = mailbox.attach(
                new ItemRef(item.id(), item.moveCount()),
                AttachmentInput.read(request.body(AttachmentReads.type(request))));
        return AttachmentReads.one(mailbox, request, query, item, added, 201)
                .with("Location", location(mailbox, request, item, added));
    }

    static String location(OpenMailbox mailbox, GraphRequest request, Item item, Attachment attachment) {
        var style = MessageView.ids(request);
        return MailPath.location(request, mailbox, "messages", WireIds.item(item, style)) + "/attachments("
                + MailPath.quoted(WireIds.attachment(item, attachment.id(), style)) + ")";
    }

    static Response remove(OpenMailbox mailbox, GraphRequest request) {
        Item item = MailPath.message(mailbox, request, Fields.COLUMNS);
        mailbox.detach(AttachmentReads.named(mailbox, request, item));
        return GraphAnswer.noContent();
    }
}
