package dev.postern.mailbox;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * Keeps Recoverable Items within their quota, as Exchange does: what came in first is removed first, purged items before deleted
 * ones. What came in during the last hour stays, for a delivery that is repeated must find it.
 */
final class RecoverableItems {
    private static final Duration KEPT = Duration.ofHours(1);
    private static final int MOST_AT_ONCE = 100;
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

    private record Old(ItemTable table, ItemCore item) {}

    /** Removes some of the oldest if there is too much; returns how many. */
    int sweep() {
        return context.change(change -> {
            MailboxUsage.Totals left = context.usage().totals(change.sql());
            int removed = 0;
            for (WellKnownFolder folder : ORDER) {
                for (Old old : oldest(change, folder.id())) {
                    if (removed == MOST_AT_ONCE || !context.usage().limits().isAlmostFull(left)) {
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

    private List<Old> oldest(MailboxChange change, FolderId folder) {
        return tables.stream()
                .flatMap(table -> table
                        .oldest(change.sql(), folder, change.time().minus(KEPT), MOST_AT_ONCE)
                        .stream()
                        .map(item -> new Old(table, item)))
                .sorted(Comparator.comparingLong(old -> old.item().changed()))
                .toList();
    }
}
