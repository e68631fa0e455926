package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.store.Pipeline;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Inserts several messages into several mailboxes in one transaction, with a few statements for all of them, all or
 * none: {@link #lock}, {@link #insert}, {@link #check}, each after the pipeline of the previous step has run. It
 * handles the ordinary case and refuses others, which the caller then handles message by message. The messages have no
 * large contents.
 *
 * <p>Mailboxes are locked one by one in the order of their ids, as in every transaction over several mailboxes, so two
 * such transactions cannot deadlock.
 */
public final class MessageBatch {
    private static final ItemKind KIND = ItemKind.MESSAGE;

    private final ChangeLog changes;
    private final StorageLimits limits;
    private final SequencedMap<MailboxId, List<Entry>> mailboxes =
            new TreeMap<>(Comparator.comparing(MailboxId::value));
    private final List<Entry> inserted = new ArrayList<>();
    private @Nullable BatchChange change;
    private Pipeline.@Nullable Result<int[]> added;

    MessageBatch(ChangeLog changes, StorageLimits limits, List<Entry> entries) {
        this.changes = changes;
        this.limits = limits;
        entries.forEach(entry -> mailboxes
                .computeIfAbsent(entry.mailbox(), _ -> new ArrayList<>())
                .add(entry));
    }

    /** A message and its mailbox. Within a mailbox the change numbers follow the order of the entries. */
    public record Entry(MailboxId mailbox, PreparedMessage message) {}

    /**
     * A batch cannot insert these messages. The transaction must be rolled back; the other messages may be tried again
     * without them.
     */
    public static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient List<Entry> entries;

        Refused(List<Entry> entries) {
            super(
                    "These messages do not fit into their mailboxes, are stored already, or settings of their"
                            + " mailboxes act on them",
                    null,
                    false,
                    false);
            this.entries = List.copyOf(entries);
        }

        public List<Entry> entries() {
            return entries;
        }
    }

    /** Locks the mailboxes, takes their change numbers and counts the messages. */
    public void lock(Pipeline pipeline) {
        var growth = new LinkedHashMap<MailboxId, MailboxUsage.Growth>();
        mailboxes.forEach((mailbox, entries) ->
                growth.put(mailbox, MailboxUsage.Growth.of(false, entries.size(), bytes(entries))));
        change = changes.begin(pipeline, growth);
    }

    /**
     * Refuses the messages to mailboxes that act on them: by rules, automatic replies or inference overrides.
     *
     * @throws Refused with these messages
     */
    public void refuseActing() {
        if (change == null) {
            throw new IllegalStateException("The mailboxes are not locked");
        }
        List<Entry> refused = change.locked().values().stream()
                .filter(one -> one.totals().acts())
                .flatMap(one -> mailboxes.getOrDefault(one.mailbox(), List.of()).stream())
                .toList();
        if (!refused.isEmpty()) {
            throw new Refused(refused);
        }
    }

    private static long bytes(List<Entry> entries) {
        return entries.stream()
                .mapToLong(entry -> entry.message().item().size())
                .sum();
    }

    /** @throws Refused with the messages that exceed a quota or whose mailbox does not exist */
    public void insert(Pipeline pipeline) {
        if (change == null) {
            throw new IllegalStateException("The mailboxes are not locked");
        }
        limits.disk().require();
        Map<MailboxId, BatchChange.Locked> locked = change.locked();
        List<Entry> refused = new ArrayList<>();
        mailboxes.forEach((mailbox, entries) -> refused.addAll(exceedingQuota(locked.get(mailbox), entries)));
        if (!refused.isEmpty()) {
            throw new Refused(refused);
        }
        if (mailboxes.isEmpty()) {
            return;
        }
        var items = new ArrayList<Map<String, @Nullable Object>>();
        var attachments = new ArrayList<@Nullable Object[]>();
        var cores = new ArrayList<ItemCore>();
        locked.forEach((mailbox, one) -> {
            List<Entry> entries = mailboxes.getOrDefault(mailbox, List.of());
            long number = one.last() - entries.size();
            for (Entry entry : entries) {
                number++;
                PreparedMessage message = entry.message();
                items.add(MessageRows.cells(mailbox, message, number));
                inserted.add(entry);
                cores.add(message.item().core().in(mailbox).arriving(number));
                attachments.addAll(AttachmentRows.rows(mailbox, message.item().id(), message.attachments()));
            }
        });
        added = pipeline.batch(
                ItemCells.insert(KIND, items.getFirst().keySet()) + " on conflict do nothing",
                items.stream().map(cells -> cells.values().toArray()).toList());
        inserted.forEach(entry -> joinConversation(pipeline, entry));
        change.added(pipeline, KIND, cores);
        pipeline.batch(AttachmentRows.INSERT, attachments);
    }

    /** After the earlier messages of the batch, which may be its ancestors. */
    private static void joinConversation(Pipeline pipeline, Entry entry) {
        Ancestors ancestors = entry.message().ancestors();
        Item item = entry.message().item();
        String given = item.message().summary().conversationId();
        if (ancestors.join(given)) {
            ancestors
                    .statements(entry.mailbox(), item.id(), given)
                    .forEach(one -> pipeline.update(one.sql(), one.values()));
        }
    }

    /** The messages that exceed the quota; earlier messages have precedence. */
    private List<Entry> exceedingQuota(BatchChange.@Nullable Locked mailbox, List<Entry> entries) {
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

    /** @throws Refused with the messages that already exist or whose folder does not exist */
    public void check() {
        if (mailboxes.isEmpty()) {
            return;
        }
        if (added == null || change == null) {
            throw new IllegalStateException("Nothing was inserted");
        }
        var refused = new ArrayList<Entry>();
        int[] rows = added.get();
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] != 1) {
                refused.add(inserted.get(i));
            }
        }
        if (!change.foldersCounted()) {
            mailboxes.values().stream().flatMap(Collection::stream).forEach(refused::add);
        }
        if (!refused.isEmpty()) {
            throw new Refused(refused);
        }
    }
}
