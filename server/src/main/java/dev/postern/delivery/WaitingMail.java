package dev.postern.delivery;

import dev.postern.access.MailboxId;
import dev.postern.mailbox.Address;
import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.QueuedMessage;
import dev.postern.store.Database;
import dev.postern.store.Row;
import dev.postern.store.Sql;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The messages that wait for recipients of other domains: what the code that sends them needs. Thread-safe. */
public final class WaitingMail {
    private static final String COLUMNS =
            "select mailbox_id, submission_id, envelope, message, submitted_at, attempts from outbound_queue";
    private static final String KEY = " where mailbox_id = ? and submission_id = ? and state = 'WAITING'";

    private final Mailboxes mailboxes;
    private final Reports reports;
    private final Acceptance answers;
    private final Consumer<Job> ready;
    private final Database database;

    WaitingMail(
            Mailboxes mailboxes,
            RecipientResolver recipients,
            LocalDelivery local,
            Acceptance answers,
            Consumer<Job> ready,
            Database database) {
        this.mailboxes = mailboxes;
        this.reports = new Reports(mailboxes, recipients, local);
        this.answers = answers;
        this.ready = ready;
        this.database = database;
    }

    /** A message with its content. */
    public static final class Opened {
        private final Job job;

        private Opened(Job job) {
            this.job = job;
        }

        /** The domain of its author; empty if it has none. */
        public String authorDomain() {
            Address author = job.queued().author();
            String address = author == null || author.address() == null ? "" : author.address();
            return address.substring(address.lastIndexOf('@') + 1);
        }

        /** Whether the sender wants to know when it has arrived. */
        public boolean wantsReceipt() {
            return Receipts.wanted(job.queued().message())
                    && !job.envelope().sender().isEmpty();
        }
    }

    /** A report that is ready to be delivered. */
    public static final class Report {
        private final MailboxId mailbox;
        private final LocalDelivery.Plan plan;
        private final Instant now;

        private Report(MailboxId mailbox, LocalDelivery.Plan plan, Instant now) {
            this.mailbox = mailbox;
            this.plan = plan;
            this.now = now;
        }
    }

    /** Returns a message, or null if it no longer waits. */
    public @Nullable Opened open(MailboxId mailbox, UUID submission) {
        return database.read(sql -> open(sql, mailbox, submission));
    }

    /** As {@link #open(MailboxId, UUID)}, in a transaction. */
    public @Nullable Opened open(Sql sql, MailboxId mailbox, UUID submission) {
        Job job = sql.one(COLUMNS + KEY, WaitingMail::job, mailbox.value(), submission);
        return job == null ? null : new Opened(job);
    }

    private static Job job(Row row) {
        return new Job(
                new MailboxId(row.uuid(1)),
                row.uuid(2),
                Envelope.parse(row.text(3)),
                QueuedMessage.parse(row.text(4)),
                row.time(5),
                row.number(6),
                Instant.EPOCH,
                null,
                null);
    }

    /** Returns messages that no route has taken over, because they are older than the table of the route. */
    public List<WaitingMessage> left(Sql sql, int max) {
        return sql
                .list(
                        COLUMNS
                                + " q where state = 'WAITING' and not exists (select 1 from relay r where r.mailbox_id"
                                + " = q.mailbox_id and r.submission_id = q.submission_id) limit ?",
                        WaitingMail::job,
                        max)
                .stream()
                .map(job -> WaitingMessage.of(job, job.envelope().recipients()))
                .toList();
    }

    /** Writes the MIME as it leaves the server. */
    public void write(Opened message, OutputStream out) throws IOException {
        new OutsideMime(mailboxes).write(message.job, out);
    }

    /**
     * Locks the row of a message until the end of the transaction, so that of several destinations only one is the last. A mailbox is locked
     * before.
     */
    public void lock(Sql sql, MailboxId mailbox, UUID submission) {
        sql.update("update outbound_queue set due_at = due_at" + KEY, mailbox.value(), submission);
    }

    /** Removes a message that has no recipients left, with its contents. */
    public void remove(Sql sql, Opened message) {
        Job job = message.job;
        if (sql.update("delete from outbound_queue" + KEY, job.mailbox().value(), job.submission()) > 0) {
            mailboxes.deliveries().release(sql, job.mailbox(), job.queued());
        }
    }

    /**
     * Prepares a report to the sender, outside of any transaction.
     *
     * @param about what distinguishes it from other reports about the message
     * @return null if there must be none: the message has the null sender, or is itself a report
     */
    public @Nullable Report report(Opened message, DeliveryReport report, String about, Instant now) {
        Job job = message.job;
        LocalDelivery.Plan plan = reports.plan(job, report, DeliveryIds.report(job.submission(), about), now);
        return plan == null ? null : new Report(job.mailbox(), plan, now);
    }

    /** Delivers a report, in a transaction that has not locked any row of the queue. */
    public void deliver(Sql sql, Report report) {
        LocalDelivery.Delivered delivered = reports.deliver(sql, report.mailbox, report.plan, report.now);
        answers.answer(sql, delivered).forEach(answer -> {
            if (answer instanceof Acceptance.Accepted.Queued(Job queued)) {
                sql.afterCommit(() -> ready.accept(queued));
            }
        });
    }
}
