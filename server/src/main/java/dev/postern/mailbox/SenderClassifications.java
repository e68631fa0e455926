package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.query.Folding;
import dev.postern.store.Sql;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The classification of a message that arrives: that of the override for its From address, if the mailbox has one. The overrides of a mailbox are
 * changed by {@code mailbox.setting.InferenceOverrides}.
 */
final class SenderClassifications {
    private SenderClassifications() {}

    /**
     * Classifies a message that was inserted by this transaction, and the copies that rules have made of it.
     *
     * @param added the mailboxes into which it was inserted
     * @param overriding those that have overrides, and perhaps others
     * @param placements of mailboxes with rules
     */
    static void apply(
            Sql sql,
            Item message,
            Set<MailboxId> added,
            Set<MailboxId> overriding,
            Map<MailboxId, Placement> placements) {
        Address from = message.message().summary().from();
        List<MailboxId> candidates = overriding.stream()
                .filter(added::contains)
                .sorted(Comparator.comparing(MailboxId::value))
                .toList();
        if (candidates.isEmpty() || from == null || from.address() == null) {
            return;
        }
        String given = message.message().flags().classification();
        var rows = new ArrayList<Object[]>();
        of(sql, candidates, from.address()).forEach((mailbox, classification) -> {
            if (!classification.equals(given)) {
                rows.add(new Object[] {
                    classification, mailbox.value(), message.id().value()
                });
                Placement placement = placements.get(mailbox);
                int copies = placement == null ? 0 : placement.copies().size();
                for (int i = 0; i < copies; i++) {
                    rows.add(new Object[] {
                        classification,
                        mailbox.value(),
                        PlacedDelivery.copyId(message.id(), i).value()
                    });
                }
            }
        });
        if (!rows.isEmpty()) {
            sql.batch("update message set classification = ? where mailbox_id = ? and item_id = ?", rows);
        }
    }

    /** Returns the classifications of a sender's messages, for the mailboxes that have an override for this sender. */
    static Map<MailboxId, String> of(Sql sql, List<MailboxId> mailboxes, String sender) {
        List<Object> ids =
                SqlLists.padded(mailboxes.stream().map(MailboxId::value).toList());
        var values = new ArrayList<Object>();
        values.add(Folding.fold(sender));
        values.addAll(ids);
        var found = new HashMap<MailboxId, String>();
        sql.list(
                        "select mailbox_id, classify_as from inference_override where address_key = ? and mailbox_id"
                                + " in ("
                                + SqlLists.marks(ids.size()) + ")",
                        row -> Map.entry(new MailboxId(row.uuid(1)), row.text(2)),
                        values.toArray())
                .forEach(one -> found.put(one.getKey(), one.getValue()));
        return found;
    }
}
