package dev.postern.gate;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.audit.Audit;
import dev.postern.audit.AuditEntry;
import dev.postern.directory.User;
import dev.postern.mailbox.Attachment;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.Upload;
import dev.postern.mailbox.event.EventAttachments;
import java.io.InputStream;
import java.util.Objects;

/** An upload, opened for one request by its ticket. Only the gate creates one. It accesses only the item of the upload. */
public final class OpenUpload implements AutoCloseable {
    private final User owner;
    private final Upload upload;
    private final AuditedDatabase database;
    private final Mailbox mailbox;
    private final Audit audit;
    private final AuditEntry entry;

    OpenUpload(User owner, Upload upload, AuditedDatabase database, Mailbox mailbox, Audit audit, AuditEntry entry) {
        this.owner = owner;
        this.upload = upload;
        this.database = database;
        this.mailbox = mailbox;
        this.audit = audit;
        this.entry = entry;
    }

    public ObjectId ownerId() {
        return owner.id();
    }

    /** Returns the tenant of the application that began the upload. */
    public TenantId tenant() {
        return entry.tenant();
    }

    /** Returns the application that began the upload. */
    public AppId app() {
        return Objects.requireNonNull(entry.actor().app(), "an application began the upload");
    }

    /** Returns the upload at the start of the request. */
    public Upload upload() {
        return upload;
    }

    /** Appends the next bytes; returns the upload after them. */
    public Upload append(long length, InputStream in) {
        return mailbox.uploads().append(upload, length, in);
    }

    /** Attaches the complete file. */
    public Attachment finish(Upload complete) {
        return complete.occurrence() == null
                ? mailbox.uploads().finish(complete)
                : mailbox.uploads().finish(complete, new EventAttachments(mailbox)::attach);
    }

    /** Returns the item with the file, whose id is used in links. Only its core was read. */
    public Item item() {
        return mailbox.uploads().item(upload);
    }

    public void cancel() {
        mailbox.uploads().cancel(upload);
    }

    @Override
    public void close() {
        if (!database.isWritten()) {
            audit.later(entry);
        }
    }
}
