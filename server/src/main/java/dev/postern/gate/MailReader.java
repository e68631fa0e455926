package dev.postern.gate;

import dev.postern.mailbox.Attachment;
import dev.postern.mailbox.AttachmentId;
import dev.postern.mailbox.AttachmentRef;
import dev.postern.mailbox.BoundedReads;
import dev.postern.mailbox.Content;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.Folder;
import dev.postern.mailbox.FolderClass;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.ItemKind;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.ListQuery;
import dev.postern.mailbox.Page;
import dev.postern.mailbox.SearchFolder;
import dev.postern.mailbox.SearchFolders;
import dev.postern.mailbox.SearchQuery;
import dev.postern.mailbox.event.MeetingCopies;
import dev.postern.mailbox.event.MeetingNotice;
import dev.postern.mailbox.setting.InferenceOverride;
import dev.postern.mailbox.setting.InferenceOverrides;
import dev.postern.mailbox.sync.FolderSync;
import dev.postern.mailbox.sync.ItemSync;
import dev.postern.mailbox.sync.SyncOptions;
import dev.postern.mailbox.sync.SyncPage;
import dev.postern.mailbox.sync.SyncPosition;
import dev.postern.query.Condition;
import dev.postern.query.SearchExpression;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The mail of a mailbox, opened for reading. The methods throw {@link dev.postern.mailbox.MailboxFailure}. */
public sealed class MailReader extends MailboxAccess implements AttachmentReader permits MailWriter, MailSender {
    MailReader(OpenedMailbox opened) {
        super(opened);
    }

    public Folder folder(FolderId folder) {
        return opened.mailbox().folders().get(folder);
    }

    public long folderSize(FolderId folder) {
        return opened.mailbox().folders().size(folder);
    }

    public List<Folder> folders(FolderId parent, boolean hidden) {
        return opened.mailbox().folders().children(parent, hidden);
    }

    public Page<Item> find(SearchFolder search, ListQuery query) {
        return bounded(
                query.fields(),
                query.top(),
                fields -> opened.mailbox().searchFolders().list(search, query.reading(fields)));
    }

    public boolean finds(SearchFolder search, Condition condition, ItemId item) {
        return opened.mailbox().searchFolders().finds(search, condition, item);
    }

    public SearchFolders.Counts countFound(SearchFolder search, Condition condition) {
        return opened.mailbox().searchFolders().counts(search, condition);
    }

    public Page<Item> list(ListQuery query) {
        return bounded(
                query.fields(), query.top(), fields -> opened.mailbox().items().list(query.reading(fields)));
    }

    /**
     * The messages that have changed.
     *
     * @param folder null for all folders that lists of the mailbox contain
     */
    public SyncPage<Item> changes(
            @Nullable FolderId folder, SyncPosition from, SyncOptions options, int size, Fields fields) {
        return new ItemSync(opened.mailbox(), ItemKind.MESSAGE)
                .page(folder, from, options, size, fields, opened::account);
    }

    /** The folders below a folder that have changed. */
    public SyncPage<Folder> folderChanges(FolderId below, SyncPosition from, int size) {
        return new FolderSync(opened.mailbox(), FolderClass.MAIL).page(below, from, size);
    }

    public Page<Item> search(SearchQuery query) {
        return bounded(
                query.fields(), query.top(), fields -> opened.mailbox().search().find(query.reading(fields)));
    }

    public Page<Item> search(SearchExpression search, ListQuery query) {
        return bounded(
                query.fields(), query.top(), fields -> opened.mailbox().search().list(search, query.reading(fields)));
    }

    @Override
    public Item item(ItemRef item, Fields fields) {
        return opened.mailbox()
                .boundedReads()
                .item(fields, opened::account, read -> opened.mailbox().items().get(item, read));
    }

    private Page<Item> bounded(Fields fields, int top, Function<Fields, Page<Item>> read) {
        return opened.mailbox().boundedReads().page(fields, top, opened::account, read);
    }

    /** Returns the MIME that a message was submitted as, or null if there is none or the message was changed since. */
    public @Nullable Content original(ItemId item) {
        return opened.mailbox().mimeSources().find(item);
    }

    /** Returns whether the calendar has a newer version of a meeting than a message. Nothing else of the calendar is shown. */
    public boolean isOutOfDate(MeetingNotice notice) {
        return new MeetingCopies(opened.mailbox()).isOutOfDate(notice);
    }

    /** Opens what other mailboxes and groups tell the senders of messages. */
    public MailTipReader mailTips() {
        return new MailTipReader(opened);
    }

    final InferenceOverrides storedOverrides() {
        return new InferenceOverrides(opened.mailbox());
    }

    public List<InferenceOverride> overrides() {
        return storedOverrides().list();
    }

    public long countOverrides() {
        return storedOverrides().count();
    }

    public InferenceOverride override(UUID id) {
        return storedOverrides().get(id);
    }

    @Override
    public List<Attachment> attachments(ItemId item) {
        opened.account(BoundedReads.memoryOf(opened.mailbox().attachments().documents(item)));
        return opened.mailbox().attachments().list(item);
    }

    @Override
    public Attachment attachment(AttachmentRef attachment) {
        return opened.mailbox().attachments().get(attachment);
    }

    @Override
    public InputStream attachmentContent(ItemId item, AttachmentId attachment) {
        return opened.mailbox().attachments().open(item, attachment);
    }

    @Override
    public Map<ItemId, Long> moveCounts(Collection<ItemId> ids) {
        return opened.mailbox().kind(ItemKind.MESSAGE).moveCounts(ids);
    }
}
