package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.store.Sql;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;

/** Inserts one message into several mailboxes, with one insert for all mailboxes that set the same marks on it. */
final class PlacedDelivery {
    private final Sql sql;
    private final SharedChange change;
    private final Function<MailboxId, Mailbox> open;
    private final PreparedMessage prepared;

    PlacedDelivery(Sql sql, SharedChange change, Function<MailboxId, Mailbox> open, PreparedMessage prepared) {
        this.sql = sql;
        this.change = change;
        this.open = open;
        this.prepared = prepared;
    }

    /** Returns the mailboxes that did not have the message yet. */
    Set<MailboxId> insert(List<MailboxId> mailboxes, Map<MailboxId, Placement> placements) {
        var groups = new LinkedHashMap<Placement.Marks, List<MailboxId>>();
        mailboxes.forEach(
                mailbox -> groups.computeIfAbsent(placement(placements, mailbox).marks(), _ -> new ArrayList<>())
                        .add(mailbox));
        Set<MailboxId> added = new HashSet<>();
        groups.forEach((marks, some) -> {
            PreparedMessage version = prepared.marked(marks);
            SequencedMap<MailboxId, FolderId> folders = ordered();
            some.forEach(mailbox ->
                    folders.put(mailbox, placement(placements, mailbox).folder()));
            Set<MailboxId> in = put(version, folders);
            added.addAll(in);
            copy(version, in, placements);
        });
        return added;
    }

    private Placement placement(Map<MailboxId, Placement> placements, MailboxId mailbox) {
        Placement placement = placements.get(mailbox);
        return placement == null ? Placement.in(prepared.item().core().folder()) : placement;
    }

    private static SequencedMap<MailboxId, FolderId> ordered() {
        return new TreeMap<>(Comparator.comparing(MailboxId::value));
    }

    /** The first copies of all mailboxes together, then the second ones, and so on. */
    private void copy(PreparedMessage version, Set<MailboxId> mailboxes, Map<MailboxId, Placement> placements) {
        long size = version.item().size();
        for (int i = 0; ; i++) {
            SequencedMap<MailboxId, FolderId> folders = ordered();
            for (MailboxId mailbox : mailboxes) {
                List<FolderId> copies = placement(placements, mailbox).copies();
                if (i < copies.size() && change.fits(mailbox, size, i + 2)) {
                    folders.put(mailbox, copies.get(i));
                }
            }
            if (folders.isEmpty()) {
                return;
            }
            put(version.as(copyId(version.item().id(), i)), folders);
        }
    }

    /** The id of a copy, from that of the delivered message. */
    static ItemId copyId(ItemId id, int number) {
        UUID value = id.value();
        return new ItemId(
                new UUID(value.getMostSignificantBits(), value.getLeastSignificantBits() ^ ((number + 1L) << 8)));
    }

    private Set<MailboxId> put(PreparedMessage version, SequencedMap<MailboxId, FolderId> folders) {
        Item item = version.item();
        Set<MailboxId> in = MessageRows.deliver(sql, ItemKind.MESSAGE, version, folders);
        folders.keySet().retainAll(in);
        change.added(ItemKind.MESSAGE, item.core(), folders);
        Ancestors ancestors = version.ancestors();
        String conversation = item.message().summary().conversationId();
        if (ancestors.join(conversation)) {
            for (MailboxId mailbox : in) {
                ancestors
                        .statements(mailbox, item.id(), conversation)
                        .forEach(one -> sql.update(one.sql(), one.values()));
            }
        }
        for (MailboxId mailbox : in) {
            Mailbox opened = open.apply(mailbox);
            opened.attachments().rows().insert(sql, item.id(), version.attachments());
        }
        keepMime(version, in);
        return in;
    }

    /** The rows of the message refer to its MIME already. */
    private void keepMime(PreparedMessage version, Set<MailboxId> in) {
        byte[] hash = version.mime();
        byte[] small = version.smallMime();
        if (hash == null || in.isEmpty()) {
            return;
        }
        if (small != null) {
            Contents.add(sql, in, hash, small, version.item().core().created());
        } else {
            in.forEach(mailbox -> open.apply(mailbox).contents().refer(sql, hash, 1));
        }
    }
}
