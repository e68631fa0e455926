package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.store.Pipeline;
import dev.postern.store.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The changes of one mailbox that its subscriptions have to be compared with: rows of {@code subscription_change}, written in the
 * transaction of the change. Mailboxes without subscriptions, which their row says, write none. Package {@code subscription} reads and
 * removes the rows.
 */
final class RecordedChanges {
    /** The value of {@code mailbox.subscribed} with which the state before a change is recorded, too. */
    private static final long WITH_IMAGE = 2;
    /** Without a larger state, a filter is compared with the new state only. */
    private static final int MAX_IMAGE = 32 * 1024;

    private static final Set<String> NOT_IN_IMAGE = Set.of("internetMessageHeaders", "attachments");

    private static final String LISTED = "(select f.listed from folder f where f.mailbox_id = ? and f.folder_id = ?)";

    private static final String INSERT =
            "insert into subscription_change (mailbox_id, changed, step, kind, what, item_id,"
                    + " move_count, from_id, to_id, properties, image, from_listed, to_listed)"
                    + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, " + LISTED + ", " + LISTED + ")";

    private final MailboxId mailbox;
    private final long number;
    private final long level;
    private final ChangeSignal signal;
    private int steps;
    private @Nullable Item before;

    /** @param level the value of {@code mailbox.subscribed} */
    RecordedChanges(MailboxId mailbox, long number, long level, ChangeSignal signal) {
        this.mailbox = mailbox;
        this.number = number;
        this.level = level;
        this.signal = signal;
    }

    /** What has happened to an item. */
    private enum What {
        ADDED,
        UPDATED,
        MOVED,
        REMOVED,
        /** The item stayed in its folder, and the folder can be found where it could not, or the other way round. */
        REACHED
    }

    /** Keeps the state of an item before the next update of it. */
    void remember(Item item) {
        before = level >= WITH_IMAGE ? item : null;
    }

    void added(Sql sql, ItemKind kind, ItemId item, FolderId folder) {
        record(sql, kind, What.ADDED, item, 0, null, folder, null, null);
    }

    void moved(Sql sql, ItemKind kind, ItemCore item, FolderId to) {
        record(sql, kind, What.MOVED, item.id(), item.moveCount(), item.folder(), to, null, null);
    }

    void removed(Sql sql, ItemKind kind, ItemCore item) {
        record(sql, kind, What.REMOVED, item.id(), item.moveCount(), item.folder(), null, null, null);
    }

    void updated(Sql sql, ItemKind kind, ItemCore item, Set<String> properties) {
        Item known = before;
        before = null;
        record(
                sql,
                kind,
                What.UPDATED,
                item.id(),
                item.moveCount(),
                item.folder(),
                item.folder(),
                properties,
                known == null || !known.id().equals(item.id()) ? null : image(kind, known));
    }

    private void record(
            Sql sql,
            ItemKind kind,
            What what,
            ItemId item,
            long moveCount,
            @Nullable FolderId from,
            @Nullable FolderId to,
            @Nullable Set<String> properties,
            @Nullable String image) {
        if (level == 0) {
            return;
        }
        sql.update(
                INSERT,
                mailbox.value(),
                number,
                steps++,
                kind.name(),
                what,
                item.value(),
                moveCount,
                from == null ? null : from.value(),
                to == null ? null : to.value(),
                properties == null ? null : properties.stream().sorted().collect(Collectors.joining(",")),
                image,
                mailbox.value(),
                from == null ? null : from.value(),
                mailbox.value(),
                to == null ? null : to.value());
        sql.afterCommit(() -> signal.recorded(mailbox));
    }

    /** Records for each item of a folder that the folder moved between places of different reach. */
    void reached(Sql sql, ItemKind kind, FolderId folder, FolderReach before, FolderReach after) {
        if (level == 0 || before == after) {
            return;
        }
        int rows = sql.update(
                "insert into subscription_change (mailbox_id, changed, step, kind, what, item_id, move_count, from_id,"
                        + " to_id, from_listed, to_listed) select mailbox_id, ?, ? + row_number() over (order by"
                        + " item_id), ?, ?, item_id, move_count, ?, ?, ?, ? from " + kind.table()
                        + " where mailbox_id = ? and folder_id = ?",
                number,
                steps,
                kind.name(),
                What.REACHED,
                before == FolderReach.NONE ? null : folder.value(),
                after == FolderReach.NONE ? null : folder.value(),
                before == FolderReach.LISTED,
                after == FolderReach.LISTED,
                mailbox.value(),
                folder.value());
        steps += rows + 1;
        sql.afterCommit(() -> signal.recorded(mailbox));
    }

    private static @Nullable String image(ItemKind kind, Item item) {
        Set<String> names = kind.properties().all().stream()
                .filter(property -> property.stored() != ItemProperty.Stored.BODY)
                .map(ItemProperty::name)
                .filter(name -> !NOT_IN_IMAGE.contains(name))
                .collect(Collectors.toSet());
        ObjectNode json = ItemJson.of(item, IdStyle.IMMUTABLE, new Fields(kind.properties(), names, Integer.MAX_VALUE));
        String text = json.toString();
        return text.length() > MAX_IMAGE ? null : text;
    }

    /**
     * Records that a delivery added an item to several mailboxes.
     *
     * @param numbers the number of the change in each of them
     * @param folders where it is in each of them
     * @param step distinguishes the items that one delivery adds to a mailbox
     */
    static void added(
            Sql sql,
            ItemKind kind,
            ItemId item,
            Map<MailboxId, Long> numbers,
            Map<MailboxId, FolderId> folders,
            int step,
            ChangeSignal signal) {
        if (numbers.isEmpty()) {
            return;
        }
        var rows = new ArrayList<@Nullable Object[]>(numbers.size());
        numbers.forEach((mailbox, number) ->
                rows.add(row(mailbox, number, step, kind, item, Objects.requireNonNull(folders.get(mailbox)))));
        sql.batch(INSERT, rows);
        sql.afterCommit(() -> numbers.keySet().forEach(signal::recorded));
    }

    /** Records the items of a batch, which have the numbers of their changes. */
    static void added(Pipeline pipeline, ItemKind kind, List<ItemCore> items, ChangeSignal signal) {
        if (items.isEmpty()) {
            return;
        }
        pipeline.batch(
                INSERT,
                items.stream()
                        .map(item -> row(item.mailbox(), item.changed(), 0, kind, item.id(), item.folder()))
                        .toList());
        pipeline.sql()
                .afterCommit(
                        () -> items.stream().map(ItemCore::mailbox).distinct().forEach(signal::recorded));
    }

    private static @Nullable Object[] row(
            MailboxId mailbox, long number, int step, ItemKind kind, ItemId item, FolderId folder) {
        return new @Nullable Object[] {
            mailbox.value(),
            number,
            step,
            kind.name(),
            What.ADDED,
            item.value(),
            0L,
            null,
            folder.value(),
            null,
            null,
            mailbox.value(),
            null,
            mailbox.value(),
            folder.value()
        };
    }
}
