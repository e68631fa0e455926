package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.store.Pipeline;
import dev.postern.store.Sql;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One change in each of several mailboxes, which get the same new item, with a few statements for all of them. */
final class SharedChange {
    private final Sql sql;
    private final Map<MailboxId, Long> numbers;
    private final Map<MailboxId, MailboxUsage.Totals> totals;
    private final StorageLimits limits;
    private final List<ChangeConsumer> consumers;
    /** How many items were added to some of the mailboxes. */
    private int steps;

    private final ChangeSignal signal;

    SharedChange(
            Sql sql,
            Map<MailboxId, Long> numbers,
            Map<MailboxId, MailboxUsage.Totals> totals,
            StorageLimits limits,
            List<ChangeConsumer> consumers,
            ChangeSignal signal) {
        this.sql = sql;
        this.numbers = Map.copyOf(numbers);
        this.totals = Map.copyOf(totals);
        this.limits = limits;
        this.consumers = consumers;
        this.signal = signal;
    }

    /** The mailboxes that exist in the store. */
    Set<MailboxId> mailboxes() {
        return numbers.keySet();
    }

    /** The mailboxes whose quota an item of this size would exceed. */
    Set<MailboxId> full(long size) {
        return totals.entrySet().stream()
                .filter(each -> !limits.fits(each.getValue(), size))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Those that may send automatic replies. */
    Set<MailboxId> replying() {
        return totals.entrySet().stream()
                .filter(each -> each.getValue().replies())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Those that have inference overrides. */
    Set<MailboxId> overriding() {
        return totals.entrySet().stream()
                .filter(each -> each.getValue().overrides())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Those that have enabled rules, with the number that changes with them. Callers may change the map. */
    Map<MailboxId, Long> ruled() {
        var ruled = new HashMap<MailboxId, Long>();
        totals.forEach((mailbox, one) -> {
            if (one.rules() != 0) {
                ruled.put(mailbox, one.rules());
            }
        });
        return ruled;
    }

    /** Whether so many items of this size fit into a mailbox. */
    boolean fits(MailboxId mailbox, long size, int count) {
        MailboxUsage.Totals before = totals.get(mailbox);
        return before != null && limits.fits(before.less(1 - count, (1 - count) * size), size);
    }

    /** Records that the row of a new item is in these folders of the mailboxes. */
    void added(ItemKind kind, ItemCore item, SequencedMap<MailboxId, FolderId> folders) {
        if (folders.isEmpty()) {
            return;
        }
        long unread = item.unread() ? 1 : 0;
        var rows = new ArrayList<Object[]>();
        folders.forEach((mailbox, folder) ->
                rows.add(new Object[] {unread, numbers.getOrDefault(mailbox, 0L), mailbox.value(), folder.value()}));
        sql.batch(
                "update folder set total = total + 1, unread = unread + ?, changed = ?"
                        + " where mailbox_id = ? and folder_id = ?",
                rows);
        Map<Boolean, List<MailboxId>> byRecoverable = folders.entrySet().stream()
                .collect(Collectors.groupingBy(
                        in -> isRecoverable(in.getValue()),
                        Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
        byRecoverable.forEach((recoverable, some) -> count(recoverable, item.size(), some));
        tell(kind, item, folders);
    }

    private static boolean isRecoverable(FolderId folder) {
        WellKnownFolder known = WellKnownFolder.of(folder);
        return known != null && known.recoverable();
    }

    private void count(boolean recoverable, long size, List<MailboxId> mailboxes) {
        List<Object> ids =
                SqlLists.padded(mailboxes.stream().map(MailboxId::value).toList());
        var values = new ArrayList<@Nullable Object>();
        values.add(size);
        values.addAll(ids);
        String counted = recoverable
                ? "recoverable_items = recoverable_items + 1, recoverable_bytes = recoverable_bytes + ?"
                : "items = items + 1, bytes = bytes + ?";
        sql.update(
                "update mailbox set " + counted + " where mailbox_id in (" + SqlLists.marks(ids.size()) + ")",
                values.toArray());
    }

    private void tell(ItemKind kind, ItemCore item, SequencedMap<MailboxId, FolderId> folders) {
        subscribed(kind, item, folders);
        if (Set.copyOf(folders.values()).size() == 1) {
            Map<MailboxId, Long> added = new HashMap<>(numbers);
            added.keySet().retainAll(folders.keySet());
            var all = new ItemChange.Added(kind, item.id(), folders.firstEntry().getValue());
            consumers.forEach(each -> each.accept(sql, added, all));
            return;
        }
        List<BatchChange.Added> added = folders.entrySet().stream()
                .map(in -> new BatchChange.Added(
                        in.getKey(),
                        numbers.getOrDefault(in.getKey(), 0L),
                        new ItemChange.Added(kind, item.id(), in.getValue())))
                .toList();
        Pipeline pipeline = sql.pipeline();
        consumers.forEach(each -> each.acceptAdded(pipeline, added));
        pipeline.run();
    }

    private void subscribed(ItemKind kind, ItemCore item, SequencedMap<MailboxId, FolderId> folders) {
        var subscribed = new HashMap<MailboxId, Long>(numbers);
        subscribed.keySet().removeIf(mailbox -> !folders.containsKey(mailbox) || !isSubscribed(mailbox));
        RecordedChanges.added(sql, kind, item.id(), subscribed, folders, steps++, signal);
    }

    private boolean isSubscribed(MailboxId mailbox) {
        MailboxUsage.Totals known = totals.get(mailbox);
        return known != null && known.subscribed() > 0;
    }
}
