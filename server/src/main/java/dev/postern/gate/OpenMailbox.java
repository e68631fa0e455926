package dev.postern.gate;

import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.audit.Audit;
import dev.postern.audit.AuditEntry;
import dev.postern.delivery.Submission;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.User;
import dev.postern.mailbox.Attachment;
import dev.postern.mailbox.AttachmentId;
import dev.postern.mailbox.AttachmentRef;
import dev.postern.mailbox.Content;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.Folder;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.FolderPatch;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.ListQuery;
import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.NewAttachment;
import dev.postern.mailbox.NewFolder;
import dev.postern.mailbox.NewMessage;
import dev.postern.mailbox.Page;
import dev.postern.mailbox.SearchFolder;
import dev.postern.mailbox.SearchFolders;
import dev.postern.mailbox.SearchQuery;
import dev.postern.mailbox.TemporaryFiles;
import dev.postern.mailbox.Upload;
import dev.postern.query.Condition;
import dev.postern.query.SearchExpression;
import java.io.InputStream;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One mailbox, opened for one operation after the decision. The only object through which a mailbox can be touched or mail
 * submitted, and only the gate makes one; everything that can be done with a mailbox stands below. What it throws is
 * {@link dev.postern.mailbox.MailboxFailure}. For one request.
 */
public final class OpenMailbox implements AutoCloseable {
    private static final long COPIES = 5;

    private final Caller caller;
    private final Operation operation;
    private final User owner;
    private final boolean content;
    private final AuditedDatabase database;
    private final Mailbox mailbox;
    private final TemporaryFiles temporary;
    private final Submitter postbox;
    private final Audit audit;
    private final AuditEntry entry;

    OpenMailbox(
            Caller caller,
            Operation operation,
            User owner,
            boolean content,
            AuditedDatabase database,
            Mailbox mailbox,
            TemporaryFiles temporary,
            Submitter postbox,
            Audit audit,
            AuditEntry entry) {
        this.caller = caller;
        this.operation = operation;
        this.owner = owner;
        this.content = content;
        this.database = database;
        this.mailbox = mailbox;
        this.temporary = temporary;
        this.postbox = postbox;
        this.audit = audit;
        this.entry = entry;
    }

    public MailboxId id() {
        return mailbox.id();
    }

    /** The object id of the owner, which links and contexts carry. */
    public ObjectId ownerId() {
        return owner.id();
    }

    /** Whose mailbox it is: its addresses are what it may send as. */
    public User owner() {
        return owner;
    }

    /** The directory in which it was decided; names of recipients come from it. */
    public DirectorySnapshot directory() {
        return caller.directory();
    }

    /**
     * Whether the caller may see what messages say, or only their headings: it came in by a permission that shows no more than
     * those, and holds none that shows more of this mailbox.
     */
    public boolean mayReadContent() {
        return content;
    }

    /**
     * Accepts a new message to be sent, with the MIME in which it came if it did; it is on disk when this returns. Throws {@link dev.postern.delivery.DeliveryFailure} when it
     * cannot be sent as it is.
     */
    public void submit(ObjectNode message, List<NewAttachment> attachments, @Nullable Content original, boolean save) {
        postbox.submit(new Submission.What.Message(message, attachments, original), save);
    }

    /** Accepts a draft to be sent, as {@link #submit}; it becomes the copy in Sent Items. */
    public void submitDraft(ItemRef draft, @Nullable String changeKey) {
        postbox.submit(new Submission.What.Draft(draft, changeKey), true);
    }

    /** Where this request may keep what is too large for memory. */
    public TemporaryFiles temporary() {
        return temporary;
    }

    public Folder folder(FolderId folder) {
        return mailbox.folders().get(folder);
    }

    public List<Folder> folders(FolderId parent, boolean hidden) {
        return mailbox.folders().children(parent, hidden);
    }

    public Folder createFolder(FolderId parent, NewFolder folder) {
        return mailbox.folders().create(parent, folder);
    }

    public Folder updateFolder(FolderId folder, FolderPatch patch) {
        return mailbox.folders().update(folder, patch);
    }

    public Page<Item> find(SearchFolder search, ListQuery query) {
        return bounded(
                query.fields(), query.top(), fields -> mailbox.searchFolders().list(search, query.reading(fields)));
    }

    public boolean finds(SearchFolder search, Condition condition, ItemId item) {
        return mailbox.searchFolders().finds(search, condition, item);
    }

    public SearchFolders.Counts countFound(SearchFolder search, Condition condition) {
        return mailbox.searchFolders().counts(search, condition);
    }

    public Folder moveFolder(FolderId folder, FolderId to) {
        return mailbox.folders().move(folder, to);
    }

    public Folder copyFolder(FolderId folder, FolderId to) {
        return mailbox.folders().copy(folder, to);
    }

    public void deleteFolder(FolderId folder) {
        mailbox.folders().delete(folder);
    }

    public void purgeFolder(FolderId folder) {
        mailbox.folders().purge(folder);
    }

    public Page<Item> list(ListQuery query) {
        return bounded(query.fields(), query.top(), fields -> mailbox.items().list(query.reading(fields)));
    }

    public Page<Item> search(SearchQuery query) {
        return bounded(query.fields(), query.top(), fields -> mailbox.search().find(query.reading(fields)));
    }

    public Page<Item> search(SearchExpression search, ListQuery query) {
        return bounded(query.fields(), query.top(), fields -> mailbox.search().list(search, query.reading(fields)));
    }

    public Item item(ItemRef item, Fields fields) {
        return mailbox.boundedReads()
                .item(fields, this::takeOrGiveBack, read -> mailbox.items().get(item, read));
    }

    private Page<Item> bounded(Fields fields, int top, Function<Fields, Page<Item>> read) {
        return mailbox.boundedReads().page(fields, top, this::takeOrGiveBack, read);
    }

    private void takeOrGiveBack(long bytes) {
        if (bytes >= 0) {
            caller.knock().memory().take(bytes);
        } else {
            caller.knock().memory().release(-bytes);
        }
    }

    /** Texts are in memory as they were read, as they are shown, and as they are sent. */
    private void take(long text) {
        caller.knock().memory().take(COPIES * text);
    }

    public Item create(FolderId folder, NewMessage message) {
        return mailbox.items().create(folder, message);
    }

    public Item update(ItemRef item, @Nullable String changeKey, ObjectNode patch) {
        return mailbox.items().update(item, changeKey, patch);
    }

    /** The MIME in which a message came, as long as it says what the message says; null when there is none. */
    public @Nullable Content original(ItemId item) {
        return mailbox.mimeSources().find(item);
    }

    public void keepOriginal(ItemRef draft, Content original) {
        mailbox.items().keepOriginal(draft, original);
    }

    public Item move(ItemRef item, FolderId to) {
        return mailbox.items().move(item, to);
    }

    public Item copy(ItemRef item, FolderId to) {
        return mailbox.items().copy(item, to);
    }

    public void delete(ItemRef item, @Nullable String changeKey) {
        mailbox.items().delete(item, changeKey);
    }

    public void purge(ItemRef item) {
        mailbox.items().purge(item);
    }

    public List<Attachment> attachments(ItemId item) {
        take(mailbox.attachments().documents(item));
        return mailbox.attachments().list(item);
    }

    public Attachment attachment(AttachmentRef attachment) {
        return mailbox.attachments().get(attachment);
    }

    public InputStream attachmentContent(ItemId item, AttachmentId attachment) {
        return mailbox.attachments().open(item, attachment);
    }

    public Attachment attach(ItemRef item, NewAttachment attachment) {
        return mailbox.attachments().add(item, attachment);
    }

    public void detach(AttachmentRef attachment) {
        mailbox.attachments().remove(attachment);
    }

    /** Begins an upload into a draft. The ticket lets whoever shows it go on, see {@link Gate#openUpload}. */
    public UploadTicket.Issued beginUpload(ItemRef draft, Upload.File file) {
        UploadTicket ticket = UploadTicket.fresh(mailbox.id());
        Upload upload = mailbox.uploads()
                .begin(draft, file, UploadHolder.of(caller, owner, operation).text(), ticket.secretHash());
        return new UploadTicket.Issued(ticket.text(upload.id()), upload);
    }

    /** Ends the operation. A decision that no change carried to disk follows like that of a read. */
    @Override
    public void close() {
        if (!database.isWritten()) {
            audit.later(entry);
        }
    }
}
