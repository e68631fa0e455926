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
    private final boolean toDeletedItems;
    private final Contents contents;
    private final MimeSource mimeSources;
    private final KindItems messages;
    private final Items items;
    private final List<ItemTable> tables;
    private final SearchFolders searchFolders;
    private final Search search;
    private final Uploads uploads;
    private final RecoverableItems recoverable;
    private final Indexer indexer;

    Mailbox(MailboxContext context, List<ItemKind> kinds, Mailboxes.Settings settings, Indexer indexer) {
        this.context = context;
        this.indexer = indexer;
        this.toDeletedItems = settings.deletedItems();
        MailboxId id = context.id();
        ItemKind message = kinds.getFirst();
        this.tables = kinds.stream().map(kind -> new ItemTable(id, kind)).toList();
        this.contents = new Contents(context);
        this.mimeSources = new MimeSource(context, message, contents);
        MessageRows rows = new MessageRows(id, message);
        // the stored MIME of a draft no longer matches it when its attachments change
        this.messages = new KindItems(context, rows, contents, toDeletedItems, mimeSources::drop);
        MessageReader reader = new MessageReader(message.properties(), context.clock(), settings.host());
        this.items = new Items(context, messages, rows, mimeSources, reader);
        this.searchFolders = new SearchFolders(context, messages.lists());
        FolderRows folderRows = new FolderRows(id, message.folderClass());
        this.search = new Search(context, rows, folderRows, messages.lists(), indexer, Search.Rule.MESSAGES);
        this.uploads = new Uploads(context, this::kind);
        this.recoverable = new RecoverableItems(context, tables, messages.moves());
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
        return new Folders(context, rows, new FolderTrees(context, rows, tables, messages.moves()));
    }

    public SearchFolders searchFolders() {
        return searchFolders;
    }

    /** The items of one kind. */
    public KindItems kind(ItemKind kind) {
        return kind.equals(messages.kind())
                ? messages
                : new KindItems(context, ItemReader.of(context.id(), kind), contents, toDeletedItems, (_, _) -> {});
    }

    /** The events, for the package that knows what they mean. */
    public EventTable events() {
        return new EventTable(context, kind(ItemKind.EVENT));
    }

    /** The contacts, for the package that knows what they mean. */
    public ContactTable contacts() {
        KindItems contacts = kind(ItemKind.CONTACT);
        FolderRows folders = new FolderRows(id(), FolderClass.CONTACTS);
        Search found = new Search(context, contacts.reader(), folders, contacts.lists(), indexer, Search.Rule.CONTACTS);
        return new ContactTable(context, contacts, found);
    }

    /** The messages. */
    public Items items() {
        return items;
    }

    public MimeSource mimeSources() {
        return mimeSources;
    }

    /** The attachments of messages. */
    public Attachments attachments() {
        return messages.attachments();
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

    /** Bounded reads of messages. */
    public BoundedReads boundedReads() {
        return messages.boundedReads();
    }

    RecoverableItems recoverable() {
        return recoverable;
    }

    KindItems messages() {
        return messages;
    }

    /** Removes some tombstones that are older than this. Returns how many. */
    int expireTombstones(Instant before) {
        return context.change(change -> Tombstones.expire(change, before));
    }
}
