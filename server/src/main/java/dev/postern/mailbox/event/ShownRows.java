package dev.postern.mailbox.event;

import dev.postern.access.MailboxId;
import dev.postern.mailbox.ItemId;
import dev.postern.store.Sql;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds out which events need not be read, because they were shown before and have not changed since. */
final class ShownRows {
    private final MailboxId mailbox;
    private final ShownEvents.InForm shown;

    ShownRows(MailboxId mailbox, ShownEvents.InForm shown) {
        this.mailbox = mailbox;
        this.shown = shown;
    }

    /**
     * Those of these events that were shown before in the state that they have in this transaction.
     *
     * @param first day of the window
     * @param last day of the window
     */
    Map<ItemId, ShownEvents.Known> unchanged(Sql sql, List<UUID> events, LocalDate first, LocalDate last) {
        Map<ItemId, ShownEvents.Known> known = shown.find(events, first, last);
        if (!known.isEmpty()) {
            Map<ItemId, ShownEvents.State> now = states(sql, known.keySet());
            known.entrySet().removeIf(one -> !one.getValue().state().equals(now.get(one.getKey())));
        }
        return known;
    }

    private Map<ItemId, ShownEvents.State> states(Sql sql, Collection<ItemId> events) {
        Map<ItemId, ShownEvents.State> states = new HashMap<>();
        for (List<UUID> some :
                WindowRows.parts(events.stream().map(ItemId::value).toList())) {
            var values = new ArrayList<@Nullable Object>();
            values.add(mailbox.value());
            values.addAll(some);
            sql.list(
                            "select item_id, changed, modified_at from event where mailbox_id = ? and item_id in ("
                                    + WindowRows.marks(some) + ")",
                            row -> Map.entry(
                                    new ItemId(row.uuid(1)), new ShownEvents.State(row.number(2), row.time(3))),
                            values.toArray())
                    .forEach(one -> states.put(one.getKey(), one.getValue()));
        }
        return states;
    }
}
