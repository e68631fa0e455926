package dev.postern.subscription;

import dev.postern.mailbox.IdStyle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Which notifications a change causes for a subscription. Pure. A filter is evaluated when the notification is sent. */
final class ChangeMatch {
    private ChangeMatch() {}

    static List<NotifiedChange> of(RecordedChange change, Subscription subscription) {
        SubscriptionScope scope = subscription.scope();
        if (change.kind() != scope.kind()) {
            return List.of();
        }
        boolean before = scope.contains(change.from(), change.fromListed());
        boolean after = scope.contains(change.to(), change.toListed());
        var found = new ArrayList<NotifiedChange>(2);
        if (before && after) {
            inside(change, subscription, found);
        } else if (before) {
            found.add(NotifiedChange.of(change, ChangeType.DELETED, change.moveCount()));
        } else if (after) {
            found.add(NotifiedChange.of(change, ChangeType.CREATED, movesAfter(change)));
        }
        // with a filter, what was an update may become something else
        boolean filtered = subscription.terms().filtered();
        found.removeIf(one -> !filtered && !subscription.terms().changes().contains(one.type()));
        return found;
    }

    /** A move within the whole mailbox changes the default id: the item with the old one is gone. */
    private static void inside(RecordedChange change, Subscription subscription, List<NotifiedChange> found) {
        if (change.what() == RecordedChange.What.MOVED) {
            if (subscription.terms().ids() == IdStyle.DEFAULT) {
                found.add(NotifiedChange.of(change, ChangeType.DELETED, change.moveCount()));
                found.add(NotifiedChange.of(change, ChangeType.CREATED, movesAfter(change)));
            } else {
                found.add(NotifiedChange.of(change, ChangeType.UPDATED, movesAfter(change)));
            }
        } else if (change.what() != RecordedChange.What.REACHED
                && isSelected(change, subscription.terms().select())) {
            found.add(NotifiedChange.of(change, ChangeType.UPDATED, change.moveCount()));
        }
    }

    private static long movesAfter(RecordedChange change) {
        return change.what() == RecordedChange.What.MOVED ? change.moveCount() + 1 : change.moveCount();
    }

    private static boolean isSelected(RecordedChange change, List<String> select) {
        return select.isEmpty() || change.properties().isEmpty() || !Collections.disjoint(select, change.properties());
    }
}
