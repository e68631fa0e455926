package dev.postern.subscription;

import dev.postern.access.MailboxId;
import dev.postern.store.Sql;
import dev.postern.store.Uuids;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/** Turns the recorded changes of a mailbox into notifications of its subscriptions. Thread-safe. */
final class ChangeComparison {
    /** Changes of a mailbox that are compared in one transaction. */
    static final int CHANGES_AT_ONCE = 200;

    private final SubscriptionRows subscriptions;
    private final NotificationRows notifications;
    private final InstantSource clock;

    ChangeComparison(SubscriptionRows subscriptions, NotificationRows notifications, InstantSource clock) {
        this.subscriptions = subscriptions;
        this.notifications = notifications;
        this.clock = clock;
    }

    /** What happens to the new notifications of an endpoint. */
    sealed interface Admission {
        /** They are claimed by this node. */
        record Now() implements Admission {}

        /** They wait, for any node. */
        record Later(Instant due) implements Admission {}

        /** They are dropped. */
        record Dropped() implements Admission {}
    }

    /**
     * The result of comparing.
     *
     * @param claimed the notifications that this node sends now
     * @param dropped how many were dropped
     * @param more whether more changes wait
     */
    record Compared(List<Notification> claimed, int dropped, boolean more) {}

    private record Step(RecordedChange change, long step) {}

    /**
     * Compares the oldest changes of a mailbox, in the caller's transaction. Removing them claims them: another node does not see them.
     */
    Compared compare(Sql sql, MailboxId mailbox, Function<String, Admission> admission) {
        List<Step> found = take(sql, mailbox);
        if (found.isEmpty()) {
            return new Compared(List.of(), 0, false);
        }
        Instant now = clock.instant();
        Collection<Subscription> live = subscriptions.live(sql, mailbox, now).values();
        var rows = new ArrayList<NotificationRows.New>();
        var admissions = new HashMap<String, Admission>();
        var missed = new HashMap<UUID, Subscription>();
        int dropped = 0;
        for (Step one : found) {
            for (Subscription subscription : live) {
                for (NotifiedChange change : ChangeMatch.of(one.change(), subscription)) {
                    Notification notification = notification(subscription, change, now);
                    switch (admissions.computeIfAbsent(notification.endpoint(), admission)) {
                        case Admission.Now() ->
                            rows.add(new NotificationRows.New(notification, subscription, change, now, true));
                        case Admission.Later(var due) ->
                            rows.add(new NotificationRows.New(notification, subscription, change, due, false));
                        case Admission.Dropped() -> {
                            dropped++;
                            missed.put(subscription.id(), subscription);
                        }
                    }
                }
            }
        }
        notifications.insert(sql, rows);
        missed.values().forEach(subscription -> notifications.addNotice(sql, subscription, LifecycleEvent.MISSED));
        List<Notification> claimed = rows.stream()
                .filter(NotificationRows.New::claimed)
                .map(NotificationRows.New::notification)
                .toList();
        return new Compared(claimed, dropped, found.size() >= CHANGES_AT_ONCE);
    }

    private static List<Step> take(Sql sql, MailboxId mailbox) {
        return sql
                .list(
                        "delete from subscription_change where mailbox_id = ? and changed <= (select max(changed) from"
                            + " (select changed from subscription_change where mailbox_id = ? order by changed limit "
                                + CHANGES_AT_ONCE + ") as first_ones) returning " + RecordedChange.COLUMNS,
                        row -> new Step(RecordedChange.read(row), row.number(2)),
                        mailbox.value(),
                        mailbox.value())
                .stream()
                .sorted(Comparator.<Step>comparingLong(one -> one.change().number())
                        .thenComparingLong(Step::step))
                .toList();
    }

    private static Notification notification(Subscription subscription, NotifiedChange change, Instant now) {
        String url = subscription.targets().url();
        return new Notification(
                Uuids.timeOrdered(now, ThreadLocalRandom.current()),
                subscription.mailbox(),
                url,
                SubscriptionTargets.endpoint(url),
                new Notification.Content.OfChange(subscription, change),
                now,
                1,
                now.plus(NotificationRows.LEASE));
    }
}
