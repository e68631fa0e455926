package dev.postern.relay;

import dev.postern.delivery.WaitingMail;
import dev.postern.mailbox.TemporaryFiles;
import dev.postern.smtp.DeliveryNotice;
import dev.postern.smtp.DeliveryNotice.Event;
import dev.postern.smtp.Reply;
import dev.postern.smtp.client.MailSending;
import dev.postern.smtp.client.OutgoingMail;
import dev.postern.smtp.client.SendResult;
import dev.postern.store.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes attempts: claims a row, sends its message, and stores the outcome. Thread-safe. */
final class RelaySession {
    private static final Logger LOG = LoggerFactory.getLogger(RelaySession.class);
    /** RFC 5321 lets a host take ten minutes for the end of a message alone. */
    private static final Duration LIMIT = Duration.ofMinutes(20);

    private static final Set<Event> RECEIPT = Set.of(Event.SUCCESS, Event.FAILURE, Event.DELAY);

    /**
     * What a session uses.
     *
     * @param files for messages that are too large for memory
     */
    record Parts(
            RelayQueue queue,
            Lanes lanes,
            WaitingMail mail,
            RelaySettling settling,
            RelayRoute route,
            MailSending sending,
            DkimSigning signing,
            TemporaryFiles files,
            RelayTimes times,
            RandomGenerator random,
            RelayCounters counters) {}

    /** @param owed whether its lane waits for it */
    private record Unsettled(
            Lane lane, WaitingMail.Opened message, RelayOutcome outcome, boolean receipts, boolean owed) {}

    private final Parts with;
    private final Set<RelayKey> claimed = ConcurrentHashMap.newKeySet();
    /** Outcomes that the database did not take. A message that was accepted must not be sent again. */
    private final ConcurrentLinkedQueue<Unsettled> unsettled = new ConcurrentLinkedQueue<>();

    RelaySession(Parts with) {
        this.with = with;
    }

    /** Makes an attempt for a row, if it is still due; returns whether it made one. */
    boolean attempt(Lane lane, RelayKey key) {
        RelayRow row = with.queue().claim(key);
        if (row == null) {
            return false;
        }
        claimed.add(key);
        with.counters().begin();
        boolean ends = true;
        try {
            WaitingMail.Opened message = with.mail().open(key.mailbox(), key.submission());
            if (message == null) {
                LOG.warn("The message of {} is gone; nothing is sent", row.id());
                with.queue().database().write(sql -> {
                    RelayQueue.remove(sql, key);
                    return true;
                });
                return true;
            }
            SendResult result = send(row, message);
            note(lane, result);
            RelayOutcome outcome = RelayOutcome.of(row, result, with.queue().now(), with.times(), with.random());
            ends = settle(new Unsettled(lane, message, outcome, message.wantsReceipt() && !result.notifies(), false));
            return true;
        } catch (RuntimeException | IOException e) {
            LOG.warn("An attempt to send {} failed here; it will be repeated", row.id(), e);
            putBack(key, row.attempts() + 1);
            return true;
        } finally {
            with.counters().end();
            if (ends) {
                claimed.remove(key);
            }
        }
    }

    private void putBack(RelayKey key, long failures) {
        try {
            with.queue().putBack(key, with.queue().now().plus(with.times().pause(failures, with.random())));
        } catch (StoreException e) {
            LOG.warn("The claim on a row to {} could not be released; it will expire", key.destination(), e);
        }
    }

    private SendResult send(RelayRow row, WaitingMail.Opened message) throws IOException {
        boolean receipt = message.wantsReceipt();
        Map<String, String> byWire = new HashMap<>();
        row.waiting().forEach(one -> byWire.put(RelayRows.wire(one.address()), one.address()));
        List<OutgoingMail.Recipient> recipients = row.waiting().stream()
                .map(one -> new OutgoingMail.Recipient(RelayRows.wire(one.address()), notice(one.address(), receipt)))
                .toList();
        try (RelayContent plain =
                RelayContent.of(with.files(), out -> with.mail().write(message, out))) {
            OutgoingMail.Content signed = with.signing().sign(row.tenant(), message.authorDomain(), plain);
            SendResult result = with.sending()
                    .send(
                            with.route().of(row.key().destination()),
                            new OutgoingMail(
                                    row.sender(),
                                    recipients,
                                    signed,
                                    row.key().submission().toString()),
                            LIMIT);
            Map<String, Reply> replies = new HashMap<>();
            result.recipients().forEach((wire, reply) -> replies.put(byWire.getOrDefault(wire, wire), reply));
            return new SendResult(result.host(), replies, result.notifies());
        }
    }

    private static DeliveryNotice notice(String address, boolean receipt) {
        return receipt ? new DeliveryNotice(RECEIPT, "rfc822;" + address) : DeliveryNotice.USUAL;
    }

    /** A host that was not reached is left alone for a time, with all rows for it. */
    private void note(Lane lane, SendResult result) {
        boolean unreached =
                result.host().isEmpty() && result.recipients().values().stream().allMatch(Reply::isTransient);
        if (!unreached) {
            lane.reached();
            return;
        }
        String why = result.recipients().values().stream()
                .map(Reply::text)
                .findFirst()
                .orElse("451 4.4.1 The host was not reached");
        Instant now = with.queue().now();
        // in milliseconds, as the times of rows are stored
        Instant until = now.plus(with.times().pause(lane.failures() + 1L, with.random()))
                .truncatedTo(ChronoUnit.MILLIS);
        lane.pause(now, until, why);
    }

    /** Returns whether the claim is over; if not, the outcome is kept and stored later. */
    private boolean settle(Unsettled one) {
        try {
            with.settling().settleIfOwned(one.message(), one.outcome(), one.receipts());
            return true;
        } catch (RuntimeException e) {
            LOG.warn(
                    "The outcome for {} could not be stored yet",
                    one.outcome().row().id(),
                    e);
            // a failure of the program is of one row, so it does not stop the others
            boolean owes = one.owed() || e instanceof StoreException;
            if (owes && !one.owed()) {
                one.lane().owe();
            }
            unsettled.add(new Unsettled(one.lane(), one.message(), one.outcome(), one.receipts(), owes));
            return false;
        }
    }

    /** Stores the outcomes that the database did not take before; returns how many are left. */
    int settleLeft() {
        for (int left = unsettled.size(); left > 0; left--) {
            Unsettled one = unsettled.poll();
            if (one != null && settle(one)) {
                claimed.remove(one.outcome().row().key());
                if (one.owed()) {
                    one.lane().pay();
                }
            } else if (one != null && one.owed()) {
                // the others would wait for the same database
                break;
            }
        }
        return unsettled.size();
    }

    /** Gives up rows that have expired, or reports their delay to the senders; returns how many it found. */
    int notices(int max) {
        List<RelayKey> found = with.queue().notices(max);
        for (RelayKey key : found) {
            RelayRow row = with.queue().claimForNotice(key);
            WaitingMail.Opened message = row == null ? null : with.mail().open(key.mailbox(), key.submission());
            if (row != null && message != null) {
                RelayRow explained = row.during(with.lanes().pause(key.destination()));
                with.settling()
                        .settleIfOwned(
                                message,
                                RelayOutcome.ofTime(explained, with.queue().now()),
                                false);
            }
        }
        return found.size();
    }

    /** Extends the claims on the rows whose attempts are in progress. */
    void renew() {
        with.queue().renew(List.copyOf(claimed));
    }
}
