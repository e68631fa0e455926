package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.store.Sql;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    /** Records that the row of a new, unread item is in these mailboxes, outside of Recoverable Items. */
    void added(ItemKind kind, ItemCore item, Set<MailboxId> mailboxes) {
        if (mailboxes.isEmpty()) {
            return;
        }
        Map<MailboxId, Long> added = new HashMap<>(numbers);
        added.keySet().retainAll(mailboxes);
        var rows = new ArrayList<Object[]>();
        mailboxes.stream()
                .sorted(Comparator.comparing(MailboxId::value))
                .forEach(mailbox -> rows.add(new Object[] {
                    numbers.getOrDefault(mailbox, 0L),
                    mailbox.value(),
                    item.folder().value()
                }));
        sql.batch(
                "update folder set total = total + 1, unread = unread + 1, changed = ?"
                        + " where mailbox_id = ? and folder_id = ?",
                rows);
        List<Object> ids =
                SqlLists.padded(mailboxes.stream().map(MailboxId::value).toList());
        var values = new ArrayList<@Nullable Object>();
        values.add(item.size());
        values.addAll(ids);
        sql.update(
                "update mailbox set items = items + 1, bytes = bytes + ? where mailbox_id in ("
                        + SqlLists.marks(ids.size()) + ")",
                values.toArray());
        consumers.forEach(each -> each.accept(sql, added, new ItemChange.Added(kind, item.id(), item.folder())));
        Map<MailboxId, Long> subscribed = new HashMap<>(added);
        subscribed.keySet().removeIf(mailbox -> !isSubscribed(mailbox));
        RecordedChanges.added(sql, kind, item, subscribed, signal);
    }

    private boolean isSubscribed(MailboxId mailbox) {
        MailboxUsage.Totals known = totals.get(mailbox);
        return known != null && known.subscribed() > 0;
    }
}
