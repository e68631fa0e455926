package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.store.Work;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An opened mailbox. Its parts reach this mailbox and no other. Thread-safe; see {@link Mailboxes} about blocking and
 * exceptions.
 */
public final class Mailbox {
    private final MailboxContext context;
    private final Contents contents;
    private final MimeSource mimeSources;
    private final Attachments attachments;
    private final MessageRows messages;
    private final Items items;
    private final List<ItemTable> tables;
    private final ItemMoves moves;
    private final SearchFolders searchFolders;
    private final Search search;
    private final Uploads uploads;
    private final BoundedReads boundedReads;
    private final RecoverableItems recoverable;

    Mailbox(MailboxContext context, List<ItemKind> kinds, Mailboxes.Settings settings, Indexer indexer) {
        this.context = context;
        MailboxId id = context.id();
        ItemKind message = kinds.getFirst();
        List<ItemTable> tables =
                kinds.stream().map(kind -> new ItemTable(id, kind)).toList();
        ItemTable table = new ItemTable(id, message);
        FolderRows folderRows = new FolderRows(id, message.folderClass());
        this.messages = new MessageRows(id, message);
        ItemLists lists = new ItemLists(id, messages, folderRows);
        this.contents = new Contents(context);
        this.mimeSources = new MimeSource(context, message, contents);
        AttachmentRows attachmentRows = new AttachmentRows(id, contents);
        this.attachments = new Attachments(context, table, messages, attachmentRows, contents, mimeSources);
        ItemMoves moves = new ItemMoves(context, folderRows, attachmentRows, contents, settings.deletedItems());
        MessageReader reader = new MessageReader(message.properties(), context.clock(), settings.host());
        this.items = new Items(context, table, messages, lists, moves, attachments, mimeSources, reader);
        this.tables = tables;
        this.moves = moves;
        this.searchFolders = new SearchFolders(context, lists);
        this.search = new Search(context, messages, folderRows, lists, indexer);
        this.uploads = new Uploads(context, messages, attachments);
        this.boundedReads = new BoundedReads(context, messages);
        this.recoverable = new RecoverableItems(context, tables, moves);
    }

    public MailboxId id() {
        return context.id();
    }

    /** Reads several things in one transaction. */
    public <T extends @Nullable Object> T read(Work<T> work) {
        return context.database().read(work);
    }

    /** Makes one change, in its own transaction. */
    public <T extends @Nullable Object> T change(Function<MailboxChange, T> work) {
        return context.change(work);
    }

    /** A new time-ordered id. */
    public UUID nextId() {
        return context.clock().nextId();
    }

    public MailboxUsage usage() {
        return context.usage();
    }

    /** The folders of mail. */
    public Folders folders() {
        return folders(FolderClass.MAIL);
    }

    /** The folders of one class. */
    public Folders folders(FolderClass folderClass) {
        FolderRows rows = new FolderRows(context.id(), folderClass);
        return new Folders(context, rows, new FolderTrees(context, rows, tables, moves));
    }

    public SearchFolders searchFolders() {
        return searchFolders;
    }

    public Items items() {
        return items;
    }

    public MimeSource mimeSources() {
        return mimeSources;
    }

    public Attachments attachments() {
        return attachments;
    }

    public Contents contents() {
        return contents;
    }

    public Uploads uploads() {
        return uploads;
    }

    public Search search() {
        return search;
    }

    public BoundedReads boundedReads() {
        return boundedReads;
    }

    RecoverableItems recoverable() {
        return recoverable;
    }

    MessageRows messages() {
        return messages;
    }

    /** Removes some tombstones that are older than this. Returns how many. */
    int expireTombstones(Instant before) {
        return context.change(change -> Tombstones.expire(change, before));
    }
}
