package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.store.Database;
import dev.postern.store.SearchEntries;
import dev.postern.store.Sql;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Counts what mailboxes contain and compares it with the counters, and the items with the search index. For an operator, not for requests. */
public final class MailboxConsistency {
    private static final int BATCH = 500;
    private static final UUID FIRST = new UUID(0, 0);

    private final Sql sql;
    private final MailboxId mailbox;
    private final Consumer<Problem> found;

    private MailboxConsistency(Sql sql, MailboxId mailbox, Consumer<Problem> found) {
        this.sql = sql;
        this.mailbox = mailbox;
        this.found = found;
    }

    /**
     * A difference.
     *
     * @param isOfSearch whether it concerns the search index, otherwise counters and contents
     */
    public record Problem(MailboxId mailbox, boolean isOfSearch, String text) {}

    /** Examines every mailbox, each in one state of the database. Returns their number. */
    public static long examine(Database database, Consumer<Problem> found) {
        long count = 0;
        UUID after = FIRST;
        while (true) {
            UUID from = after;
            List<UUID> batch = database.read(sql -> sql.list(
                    "select mailbox_id from mailbox where mailbox_id > ? order by mailbox_id limit ?",
                    row -> row.uuid(1),
                    from,
                    BATCH));
            if (batch.isEmpty()) {
                return count;
            }
            for (UUID id : batch) {
                int _ = database.read(sql -> new MailboxConsistency(sql, new MailboxId(id), found).all());
            }
            count += batch.size();
            after = batch.getLast();
        }
    }

    private int all() {
        usage();
        folders();
        for (ItemKind kind : ItemKind.ALL) {
            places(kind);
            contents(kind);
            unsearchable(kind);
        }
        attachments();
        superfluousEntries();
        return 0;
    }

    private void problem(boolean isOfSearch, String text) {
        found.accept(new Problem(mailbox, isOfSearch, text));
    }

    private void usage() {
        var counted = new HashMap<Boolean, ItemTable.Amount>();
        for (ItemKind kind : ItemKind.ALL) {
            sql.list(
                    "select f.recoverable, count(*), coalesce(sum(i.size), 0) from " + kind.table()
                            + " i join folder f on f.mailbox_id = i.mailbox_id and f.folder_id = i.folder_id"
                            + " where i.mailbox_id = ? group by f.recoverable",
                    row -> counted.merge(
                            row.flag(1), new ItemTable.Amount(row.number(2), row.number(3)), ItemTable.Amount::plus),
                    mailbox.value());
        }
        long reserved = number("select coalesce(sum(size), 0) from upload_session where mailbox_id = ?");
        ItemTable.Amount usual = counted.getOrDefault(false, ItemTable.Amount.NONE);
        ItemTable.Amount recoverable = counted.getOrDefault(true, ItemTable.Amount.NONE);
        MailboxUsage.Totals stored = sql.one(
                "select " + MailboxUsage.Totals.COLUMNS + " from mailbox where mailbox_id = ?",
                row -> MailboxUsage.Totals.read(row, 1),
                mailbox.value());
        if (stored != null) {
            compare("items", stored.items(), usual.items());
            compare("bytes", stored.bytes(), usual.bytes() + reserved);
            compare("items in Recoverable Items", stored.recoverableItems(), recoverable.items());
            compare("bytes in Recoverable Items", stored.recoverableBytes(), recoverable.bytes());
            compare("folders", stored.folders(), number("select count(*) from folder where mailbox_id = ?"));
        }
    }

    private void compare(String what, long stored, long counted) {
        if (stored != counted) {
            problem(false, "counts " + stored + " " + what + " but has " + counted);
        }
    }

    private record Counts(long total, long unread) {}

    private void folders() {
        Map<UUID, Counts> counted = new HashMap<>();
        for (ItemKind kind : ItemKind.ALL) {
            sql.list(
                    "select folder_id, count(*), coalesce(sum(case when " + kind.unread()
                            + " then 1 else 0 end), 0) from " + kind.table()
                            + " where mailbox_id = ? group by folder_id",
                    row -> counted.merge(
                            row.uuid(1),
                            new Counts(row.number(2), row.number(3)),
                            (a, b) -> new Counts(a.total() + b.total(), a.unread() + b.unread())),
                    mailbox.value());
        }
        sql.list(
                "select folder_id, name, total, unread, parent_id from folder where mailbox_id = ?",
                row -> {
                    Counts real = counted.getOrDefault(row.uuid(1), new Counts(0, 0));
                    if (real.total() != row.number(3) || real.unread() != row.number(4)) {
                        problem(
                                false,
                                "folder '" + row.text(2) + "' counts " + row.number(3) + " items, " + row.number(4)
                                        + " of them unread, but has " + real.total() + " and " + real.unread());
                    }
                    return true;
                },
                mailbox.value());
        counted("folders without their parent", """
            select count(*) from folder f where f.mailbox_id = ? and f.parent_id is not null and not exists
            (select 1 from folder p where p.mailbox_id = f.mailbox_id and p.folder_id = f.parent_id)\
            """, false);
    }

    private void places(ItemKind kind) {
        counted(
                "items of the kind " + kind.name() + " in no folder",
                "select count(*) from " + kind.table()
                        + " i where i.mailbox_id = ? and not exists (select 1 from folder f"
                        + " where f.mailbox_id = i.mailbox_id and f.folder_id = i.folder_id)",
                false);
    }

    private void contents(ItemKind kind) {
        for (String column : kind.contents()) {
            missing(kind.table(), column);
        }
        for (ItemKind.Part part : kind.parts()) {
            missing(part.table(), part.contents());
        }
    }

    private void attachments() {
        missing("attachment", "content_hash");
    }

    private void missing(String table, @Nullable String column) {
        if (column != null) {
            counted(
                    "rows of " + table + " whose content is missing",
                    "select count(*) from " + table + " i where i.mailbox_id = ? and i." + column
                            + " is not null and not exists (select 1 from content c where c.mailbox_id = i.mailbox_id"
                            + " and c.hash = i." + column + " and c.size >= 0)",
                    false);
        }
    }

    private void unsearchable(ItemKind kind) {
        counted(
                "items of the kind " + kind.name() + " that a search does not find",
                "select count(*) from " + kind.table() + " i where i.mailbox_id = ? and not exists (select 1 from"
                        + " search_entry e where e.mailbox_id = i.mailbox_id and e.item_id = i.item_id) and not exists"
                        + " (select 1 from unindexed u where u.mailbox_id = i.mailbox_id and u.item_id = i.item_id)",
                true);
    }

    private void superfluousEntries() {
        StringBuilder none = new StringBuilder();
        for (ItemKind kind : ItemKind.ALL) {
            none.append(" and not exists (select 1 from ")
                    .append(kind.table())
                    .append(" i where i.mailbox_id = e.mailbox_id and i.item_id = e.item_id)");
        }
        counted(
                "entries of the search index for items that do not exist",
                "select count(*) from search_entry e where e.mailbox_id = ?" + none,
                true);
        if (SearchEntries.hasSeparateWords(sql)) {
            counted("entries of the search index without words", SearchEntries.WITHOUT_WORDS, true);
        }
    }

    private void counted(String what, String query, boolean isOfSearch) {
        long count = number(query);
        if (count > 0) {
            problem(isOfSearch, "has " + count + " " + what);
        }
    }

    private long number(String query) {
        return sql.number(query, mailbox.value());
    }
}
