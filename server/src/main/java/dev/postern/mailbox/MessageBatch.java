package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.store.Pipeline;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Inserts several messages into several mailboxes in one transaction, with a few statements for all of them, all or none: {@link #lock},
 * {@link #insert}, {@link #check}, each after the pipeline of the step before has run. It handles the ordinary case and refuses others, which the
 * caller then handles message by message. The messages have no large contents.
 *
 * <p>Mailboxes are locked one by one in the order of their ids, as in every transaction over several mailboxes. So two of them cannot
 * deadlock.
 */
public final class MessageBatch {
    private static final String LOCK =
            "update mailbox set change_seq = change_seq + ?, items = items + ?, bytes = bytes + ?"
                    + " where mailbox_id = ? returning mailbox_id, change_seq, " + MailboxUsage.Totals.COLUMNS;
    private static final String COUNT = "update folder set total = total + ?, unread = unread + ?, changed = ?"
            + " where mailbox_id = ? and folder_id = ? and search is null";

    private final StorageLimits limits;
    private final Map<MailboxId, List<Entry>> mailboxes = new TreeMap<>(Comparator.comparing(MailboxId::value));
    private final List<Entry> inserted = new ArrayList<>();
    private Pipeline.@Nullable Result<List<Locked>> locked;
    private Pipeline.@Nullable Result<int[]> added;
    private Pipeline.@Nullable Result<int[]> counted;

    MessageBatch(StorageLimits limits, List<Entry> entries) {
        this.limits = limits;
        entries.forEach(entry -> mailboxes
                .computeIfAbsent(entry.mailbox(), _ -> new ArrayList<>())
                .add(entry));
    }

    /** A message and its mailbox. Within a mailbox the change numbers follow the order of the entries. */
    public record Entry(MailboxId mailbox, PreparedMessage message) {}

    /** These messages cannot be inserted by a batch. The transaction has to be rolled back; the others may be tried again without them. */
    public static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient List<Entry> entries;

        Refused(List<Entry> entries) {
            super("These messages do not fit into their mailboxes, or are stored already", null, false, false);
            this.entries = List.copyOf(entries);
        }

        public List<Entry> entries() {
            return entries;
        }
    }

    private record Locked(MailboxId mailbox, long change, MailboxUsage.Totals totals) {}

    /** Locks the mailboxes, takes their change numbers and counts the messages. */
    public void lock(Pipeline pipeline) {
        var rows = new ArrayList<Object[]>(mailboxes.size());
        mailboxes.forEach((mailbox, entries) ->
                rows.add(new Object[] {entries.size(), entries.size(), bytes(entries), mailbox.value()}));
        locked = pipeline.list(
                LOCK,
                row -> new Locked(new MailboxId(row.uuid(1)), row.number(2), MailboxUsage.Totals.read(row, 3)),
                rows);
    }

    private static long bytes(List<Entry> entries) {
        return entries.stream()
                .mapToLong(entry -> entry.message().item().size())
                .sum();
    }

    /** @throws Refused with the messages that exceed a quota or whose mailbox does not exist */
    public void insert(Pipeline pipeline) {
        if (locked == null) {
            throw new IllegalStateException("The mailboxes are not locked");
        }
        limits.disk().require();
        Map<MailboxId, Locked> byMailbox = new HashMap<>();
        locked.get().forEach(one -> byMailbox.put(one.mailbox(), one));
        List<Entry> refused = new ArrayList<>();
        mailboxes.forEach((mailbox, entries) -> refused.addAll(withoutRoom(byMailbox.get(mailbox), entries)));
        if (!refused.isEmpty()) {
            throw new Refused(refused);
        }
        var items = new ArrayList<@Nullable Object[]>();
        var notes = new ArrayList<Object[]>();
        var counts = new ArrayList<Object[]>();
        var attachments = new ArrayList<@Nullable Object[]>();
        for (Locked mailbox : locked.get()) {
            List<Entry> entries = mailboxes.getOrDefault(mailbox.mailbox(), List.of());
            long change = mailbox.change() - entries.size();
            Map<FolderId, long[]> folders = new LinkedHashMap<>();
            for (Entry entry : entries) {
                Item item = entry.message().item();
                change++;
                items.add(ItemRows.row(mailbox.mailbox(), entry.message(), change));
                inserted.add(entry);
                notes.add(new Object[] {mailbox.mailbox().value(), item.id().value(), change});
                attachments.addAll(Attachments.rows(
                        mailbox.mailbox(), item.id(), entry.message().attachments()));
                long[] count = folders.computeIfAbsent(item.folder(), _ -> new long[2]);
                count[0]++;
                count[1] += item.flags().read() ? 0 : 1;
            }
            folders.forEach((folder, count) -> counts.add(new Object[] {
                count[0], count[1], mailbox.change(), mailbox.mailbox().value(), folder.value()
            }));
        }
        added = pipeline.batch(ItemRows.INSERT + " on conflict do nothing", items);
        counted = pipeline.batch(COUNT, counts);
        pipeline.batch(IndexQueue.NOTE, notes);
        pipeline.batch(Attachments.INSERT, attachments);
    }

    /** The messages that exceed the quota, in their order: the first ones fit. */
    private List<Entry> withoutRoom(@Nullable Locked mailbox, List<Entry> entries) {
        if (mailbox == null) {
            return entries;
        }
        MailboxUsage.Totals before = mailbox.totals().less(entries.size(), bytes(entries));
        var refused = new ArrayList<Entry>();
        for (Entry entry : entries) {
            long size = entry.message().item().size();
            if (limits.fits(before, size)) {
                before = before.less(-1, -size);
            } else {
                refused.add(entry);
            }
        }
        return refused;
    }

    /** @throws Refused with the messages that were stored already or whose folder does not exist */
    public void check() {
        if (added == null || counted == null) {
            throw new IllegalStateException("Nothing was inserted");
        }
        var refused = new ArrayList<Entry>();
        int[] rows = added.get();
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] != 1) {
                refused.add(inserted.get(i));
            }
        }
        for (int rowsOfFolder : counted.get()) {
            if (rowsOfFolder != 1) {
                mailboxes.values().stream().flatMap(Collection::stream).forEach(refused::add);
            }
        }
        if (!refused.isEmpty()) {
            throw new Refused(refused);
        }
    }
}
