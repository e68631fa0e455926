package dev.postern.mailbox;

import dev.postern.store.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * Keeps Recoverable Items within their quota, as Exchange does: the oldest are removed first, purged items before
 * deleted ones. Items of the last hour are kept, because a repeated delivery must find them.
 */
final class RecoverableItems {
    private static final Duration KEPT = Duration.ofHours(1);
    private static final int MAX_ITEMS_PER_SWEEP = 100;
    private static final List<WellKnownFolder> ORDER =
            List.of(WellKnownFolder.RECOVERABLEITEMSPURGES, WellKnownFolder.RECOVERABLEITEMSDELETIONS);

    private final MailboxContext context;
    private final List<ItemTable> tables;
    private final ItemMoves moves;

    RecoverableItems(MailboxContext context, List<ItemTable> tables, ItemMoves moves) {
        this.context = context;
        this.tables = List.copyOf(tables);
        this.moves = moves;
    }

    private record OldItem(ItemTable table, ItemCore item) {}

    /** Removes some of the oldest items if the quota is exceeded. Returns how many. */
    int sweep() {
        return context.change(change -> {
            MailboxUsage.Totals left = context.usage().totals(change.sql());
            int removed = 0;
            for (WellKnownFolder folder : ORDER) {
                for (OldItem old :
                        oldest(change.sql(), folder.id(), change.time().minus(KEPT))) {
                    if (removed == MAX_ITEMS_PER_SWEEP
                            || !context.usage().limits().isAlmostFull(left)) {
                        return removed;
                    }
                    moves.remove(change, old.table(), old.item());
                    left = left.withoutRecoverable(1, old.item().size());
                    removed++;
                }
            }
            return removed;
        });
    }

    /** Removes some of the items that were purged before this time. Returns how many. */
    int expire(Instant before) {
        FolderId purges = WellKnownFolder.RECOVERABLEITEMSPURGES.id();
        if (context.database().read(sql -> oldest(sql, purges, before)).isEmpty()) {
            return 0;
        }
        return context.change(change -> {
            List<OldItem> expired = oldest(change.sql(), purges, before);
            expired.forEach(old -> moves.remove(change, old.table(), old.item()));
            return expired.size();
        });
    }

    private List<OldItem> oldest(Sql sql, FolderId folder, Instant before) {
        return tables.stream()
                .flatMap(table -> table.oldest(sql, folder, before, MAX_ITEMS_PER_SWEEP).stream()
                        .map(item -> new OldItem(table, item)))
                .sorted(Comparator.comparingLong(old -> old.item().changed()))
                .limit(MAX_ITEMS_PER_SWEEP)
                .toList();
    }
}
