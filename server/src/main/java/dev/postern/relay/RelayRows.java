package dev.postern.relay;

import dev.postern.access.MailboxId;
import dev.postern.delivery.OutsideRoute;
import dev.postern.delivery.WaitingMail;
import dev.postern.delivery.WaitingMessage;
import dev.postern.query.Folding;
import dev.postern.store.Database;
import dev.postern.store.Sql;
import dev.postern.store.Uuids;
import java.net.IDN;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;

/** Writes one row for each domain among the recipients of a message. Thread-safe. */
public final class RelayRows implements OutsideRoute {
    private static final int AT_ONCE = 200;

    private final InstantSource clock;
    private final RandomGenerator random;
    private final Optional<Duration> expire;
    private final Semaphore arrivals = new Semaphore(0);

    /** @param expire empty if there is no route, so that messages wait for one */
    public RelayRows(InstantSource clock, RandomGenerator random, Optional<Duration> expire) {
        this.clock = clock;
        this.random = random;
        this.expire = expire;
    }

    /** Has a permit when rows have been added since it was last drained. */
    Semaphore arrivals() {
        return arrivals;
    }

    @Override
    public void accept(Sql sql, WaitingMessage message) {
        insert(sql, message);
        sql.afterCommit(this::wake);
    }

    private void wake() {
        if (arrivals.availablePermits() == 0) {
            arrivals.release();
        }
    }

    /** When the attempts for a message end that is due from now on. */
    Instant expires(Instant now) {
        return expire.map(now::plus).orElse(RelayTimes.NEVER);
    }

    private void insert(Sql sql, WaitingMessage message) {
        Instant now = clock.instant();
        Instant expires = expires(now);
        Map<String, List<RelayRecipient>> byDomain = new TreeMap<>();
        message.recipients().stream()
                .sorted()
                .forEach(address -> byDomain.computeIfAbsent(domain(address), _ -> new ArrayList<>())
                        .add(RelayRecipient.waiting(address)));
        sql.batch(
                "insert into relay (mailbox_id, submission_id, destination, relay_id, tenant_id, state, sender,"
                        + " submitted_at, due_at, expires_at, notice_at, attempts, recipients)"
                        + " values (?, ?, ?, ?, ?, 'WAITING', ?, ?, ?, ?, ?, 0, ?) on conflict do nothing",
                byDomain.entrySet().stream()
                        .map(one -> new Object[] {
                            message.mailbox().value(),
                            message.submission(),
                            one.getKey(),
                            Uuids.timeOrdered(now, random),
                            message.tenant().value(),
                            message.sender(),
                            message.submitted(),
                            now,
                            expires,
                            RelayTimes.notice(message.submitted(), expires, null),
                            RecipientsText.of(one.getValue())
                        })
                        .toList());
    }

    @Override
    public void forget(Sql sql, MailboxId mailbox, UUID submission) {
        sql.update("delete from relay where mailbox_id = ? and submission_id = ?", mailbox.value(), submission);
    }

    /** Takes over the messages that waited before there was a route. */
    void adopt(Database database, WaitingMail mail) {
        int some;
        do {
            some = database.write(sql -> {
                List<WaitingMessage> left = mail.left(sql, AT_ONCE);
                left.forEach(message -> insert(sql, message));
                return left.size();
            });
        } while (some > 0);
        Instant now = clock.instant();
        Instant expires = expires(now);
        database.write(sql -> sql.update(
                "update relay set expires_at = ?, notice_at = ?, due_at = ? where state = 'WAITING' and expires_at = ?",
                expires,
                RelayTimes.notice(now, expires, null),
                now,
                RelayTimes.NEVER));
    }

    /** The domain of an address in lower case and ASCII; as written if it has no such form. */
    static String domain(String address) {
        String domain = Folding.lower(address.substring(address.lastIndexOf('@') + 1));
        try {
            return IDN.toASCII(domain).toLowerCase(java.util.Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return domain;
        }
    }

    /** The address as it is sent: the domain in ASCII, so that the other host needs no SMTPUTF8 for it. */
    static String wire(String address) {
        return address.substring(0, address.lastIndexOf('@') + 1) + domain(address);
    }
}
