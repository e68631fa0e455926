package dev.postern.graph.item;

import dev.postern.gate.AttachmentReader;
import dev.postern.mailbox.Attachment;
import dev.postern.mailbox.Content;
import dev.postern.mailbox.NewAttachment;
import java.io.InputStream;

/** The bytes of a stored attachment, read when they are needed. */
public record StoredContent(AttachmentReader mailbox, Attachment attachment) implements Content {
    /** The same attachment, for another message. */
    public static NewAttachment copyOf(AttachmentReader mailbox, Attachment attachment) {
        return new NewAttachment(
                attachment.kind(),
                attachment.name(),
                attachment.contentType(),
                attachment.contentId(),
                attachment.inline(),
                new StoredContent(mailbox, attachment),
                attachment.doc());
    }

    @Override
    public long size() {
        return attachment.size();
    }

    @Override
    public InputStream open() {
        return mailbox.attachmentContent(attachment.item(), attachment.id());
    }
}
