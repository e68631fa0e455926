package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.store.Database;

/**
 * One mailbox, opened: everything below reaches this mailbox and no other. Any thread may use it; see {@link Mailboxes} for what blocks
 * and what is thrown.
 */
public final class Mailbox {
    private final MailboxId id;
    private final MailboxUsage usage;
    private final Contents contents;
    private final MimeSource mimeSources;
    private final Attachments attachments;
    private final Items items;
    private final Folders folders;
    private final SearchFolders searchFolders;
    private final Search search;
    private final Uploads uploads;
    private final BoundedReads boundedReads;
    private final RecoverableItems recoverable;
    private final ItemRows rows;

    Mailbox(
            MailboxId id,
            Database database,
            ChangeClock clock,
            StorageLimits limits,
            Mailboxes.Settings settings,
            Indexer indexer) {
        this.id = id;
        this.usage = new MailboxUsage(id, limits);
        MailboxContext context = new MailboxContext(id, database, clock, usage);
        this.rows = new ItemRows(id);
        FolderRows folderRows = new FolderRows(id);
        ItemLists lists = new ItemLists(id, rows, folderRows);
        this.contents = new Contents(context);
        this.mimeSources = new MimeSource(context, contents);
        this.attachments = new Attachments(context, rows, folderRows, contents, mimeSources);
        this.items = new Items(
                context,
                rows,
                folderRows,
                lists,
                attachments,
                mimeSources,
                new MessageReader(clock, settings.host()),
                settings.deletedItems());
        this.folders = new Folders(context, folderRows, new FolderTrees(context, rows, folderRows, items));
        this.searchFolders = new SearchFolders(context, lists);
        this.search = new Search(context, rows, folderRows, lists, indexer);
        this.uploads = new Uploads(context, rows, attachments);
        this.boundedReads = new BoundedReads(context, rows);
        this.recoverable = new RecoverableItems(context, folderRows, attachments, contents, mimeSources);
    }

    public MailboxId id() {
        return id;
    }

    public MailboxUsage usage() {
        return usage;
    }

    public Folders folders() {
        return folders;
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

    ItemRows rows() {
        return rows;
    }
}
