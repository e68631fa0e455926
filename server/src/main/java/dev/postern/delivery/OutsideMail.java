package dev.postern.delivery;

import dev.postern.access.MailboxId;
import dev.postern.access.TenantId;
import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.QueuedMessage;
import dev.postern.store.Database;
import dev.postern.store.Row;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The mail to recipients outside of the tenant, which developer mode never sends. It stays in the queue; developer mode shows it and limits
 * its number.
 */
public final class OutsideMail {
    private static final String WAITING = "select mailbox_id, submission_id, envelope, message, submitted_at, attempts,"
            + " size from outbound_queue where state = 'WAITING'";
    private static final int PAGE = 100;

    private final Database database;
    private final Mailboxes mailboxes;
    private final OutsideRoute route;

    public OutsideMail(Database database, Mailboxes mailboxes, OutsideRoute route) {
        this.database = database;
        this.route = route;
        this.mailboxes = mailboxes;
    }

    /**
     * A message that would have left the server.
     *
     * @param to the recipients outside of the tenant
     * @param mime as it would have been sent; null if it is larger than was asked for
     */
    public record Captured(
            UUID id,
            String subject,
            String from,
            Set<String> to,
            Instant received,
            @Nullable String mime) {}

    private record Waiting(Job job, long size) {}

    /**
     * Returns the newest messages of a tenant.
     *
     * @param maxBytes of the MIME of all together
     */
    public List<Captured> list(TenantId tenant, int max, long maxBytes) {
        List<Waiting> waiting = database.read(sql -> sql.list(
                WAITING + " and mailbox_id in (select mailbox_id from mailbox where tenant_id = ?)"
                        + " order by submitted_at desc, submission_id limit ?",
                OutsideMail::waiting,
                tenant.value(),
                max));
        var captured = new ArrayList<Captured>();
        long left = maxBytes;
        for (Waiting one : waiting) {
            String mime = one.size() * 2 <= left ? mime(one.job()) : null;
            left -= mime == null ? 0 : mime.length();
            captured.add(captured(one.job(), mime));
        }
        return captured;
    }

    /** Returns one message of a tenant with its MIME; null if there is none with this id. */
    public @Nullable Captured find(TenantId tenant, UUID id) {
        List<Waiting> found = database.read(sql -> sql.list(
                WAITING
                        + " and submission_id = ? and mailbox_id in (select mailbox_id from mailbox where tenant_id ="
                        + " ?) limit 1",
                OutsideMail::waiting,
                id,
                tenant.value()));
        return found.isEmpty()
                ? null
                : captured(found.getFirst().job(), mime(found.getFirst().job()));
    }

    private static Waiting waiting(Row row) {
        return new Waiting(
                new Job(
                        new MailboxId(row.uuid(1)),
                        row.uuid(2),
                        Envelope.parse(row.text(3)),
                        QueuedMessage.parse(row.text(4)),
                        row.time(5),
                        row.number(6),
                        Instant.EPOCH,
                        null,
                        null),
                row.number(7));
    }

    private static Captured captured(Job job, @Nullable String mime) {
        return new Captured(
                job.submission(),
                job.queued().message().path("subject").stringValue(""),
                job.envelope().sender(),
                job.envelope().recipients(),
                job.submitted(),
                mime);
    }

    private String mime(Job job) {
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            new OutsideMime(mailboxes).write(job, out);
            return out.toString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes the messages of a tenant. Returns their number. */
    public int clear(TenantId tenant) {
        int removed = 0;
        for (List<Waiting> page = page(tenant); !page.isEmpty(); page = page(tenant)) {
            page.forEach(one -> remove(one.job()));
            removed += page.size();
        }
        return removed;
    }

    private List<Waiting> page(TenantId tenant) {
        return database.read(sql -> sql.list(
                WAITING + " and mailbox_id in (select mailbox_id from mailbox where tenant_id = ?) limit ?",
                OutsideMail::waiting,
                tenant.value(),
                PAGE));
    }

    /** Removes the oldest messages of all tenants, beyond this number. */
    public void trim(int keep) {
        database.read(sql -> sql.list(
                        WAITING + " order by submitted_at desc, submission_id limit ? offset ?",
                        OutsideMail::waiting,
                        PAGE,
                        keep))
                .forEach(one -> remove(one.job()));
    }

    private void remove(Job job) {
        database.write(sql -> {
            int removed = sql.update(
                    "delete from outbound_queue where mailbox_id = ? and submission_id = ? and state = 'WAITING'",
                    job.mailbox().value(),
                    job.submission());
            if (removed > 0) {
                route.forget(sql, job.mailbox(), job.submission());
                mailboxes.deliveries().release(sql, job.mailbox(), job.queued());
            }
            return removed;
        });
    }
}
