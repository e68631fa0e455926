package dev.postern.delivery;

import dev.postern.access.MailboxId;
import dev.postern.mailbox.ItemId;
import dev.postern.store.Database;
import dev.postern.store.DuplicateKey;
import dev.postern.store.Row;
import dev.postern.store.Sql;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The rows of {@code outbound_queue} for drafts that are to be sent later. Such a row has the id of its draft and refers to it: the
 * message is what the draft contains when it is due. A claim is a lease, as in {@link OutboundQueue}. Thread-safe.
 */
public final class DeferredQueue {
    static final String STATE = "DEFERRED";
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String KEY = " where mailbox_id = ? and submission_id = ? and state = 'DEFERRED'";

    private final Database database;
    private final InstantSource clock;
    private final UUID node;

    DeferredQueue(Database database, InstantSource clock, UUID node) {
        this.database = database;
        this.clock = clock;
        this.node = node;
    }

    /**
     * Adds a draft in the caller's transaction, or replaces time and caller of one that waits already.
     *
     * @throws DuplicateKey if a message with this id is being delivered
     */
    void hold(Sql sql, ItemId item, Envelope envelope, SendingMailbox sender, boolean save, Submission.Deferral until) {
        ObjectNode text = JsonNodeFactory.instance.objectNode();
        text.put("holder", until.holder());
        text.put("request", until.requestId().toString());
        text.put("save", save);
        String message = text.toString();
        int held = sql.update(
                "insert into outbound_queue (mailbox_id, submission_id, state, submitted_at, due_at, attempts, size,"
                        + " envelope, message) values (?, ?, ?, ?, ?, 0, ?, ?, ?)"
                        + " on conflict (mailbox_id, submission_id) do update set due_at = excluded.due_at,"
                        + " submitted_at = excluded.submitted_at, attempts = 0, envelope = excluded.envelope,"
                        + " message = excluded.message, size = excluded.size, problem = null, lease_owner = null,"
                        + " lease_until = null where outbound_queue.state = 'DEFERRED'",
                sender.mailbox().value(),
                item.value(),
                STATE,
                clock.instant(),
                until.due(),
                message.length(),
                envelope.text(),
                message);
        if (held == 0) {
            throw new DuplicateKey(new IllegalStateException("accepted before"));
        }
    }

    private record Key(MailboxId mailbox, ItemId item) {}

    /** Claims messages that are due, the longest overdue first. */
    public List<DeferredMessage> claim(int max) {
        Instant now = clock.instant();
        List<Key> due = database.read(sql -> sql.list(
                "select mailbox_id, submission_id from outbound_queue where due_at <= ? and state = 'DEFERRED'"
                        + " and (lease_until is null or lease_until < ?) order by due_at limit ?",
                row -> new Key(new MailboxId(row.uuid(1)), new ItemId(row.uuid(2))),
                now,
                now,
                max));
        return due.stream().map(this::claim).filter(Objects::nonNull).toList();
    }

    private @Nullable DeferredMessage claim(Key key) {
        Instant now = clock.instant();
        return database.write(sql -> sql.one(
                "update outbound_queue set lease_owner = ?, lease_until = ?, attempts = attempts + 1" + KEY
                        + " and due_at <= ? and (lease_until is null or lease_until < ?) returning message, attempts",
                row -> read(key, row),
                node,
                now.plus(OutboundQueue.LEASE),
                key.mailbox().value(),
                key.item().value(),
                now,
                now));
    }

    private static DeferredMessage read(Key key, Row row) {
        JsonNode text = MAPPER.readTree(row.text(1));
        return new DeferredMessage(
                key.mailbox(),
                key.item(),
                text.path("holder").stringValue(),
                UUID.fromString(text.path("request").stringValue()),
                text.path("save").booleanValue(true),
                row.number(2));
    }

    /** Removes the row in the transaction that sends the draft. Returns false if it was cancelled or the claim was lost. */
    boolean take(Sql sql, DeferredMessage message) {
        return sql.update("delete from outbound_queue" + KEY + " and lease_owner = ?", key(message)) > 0;
    }

    /** Removes the row without sending. The draft stays what it is. */
    public void drop(DeferredMessage message) {
        database.write(sql -> take(sql, message));
    }

    /** Releases the claim after a failure that may pass; a later attempt follows. */
    public void retry(DeferredMessage message, String problem) {
        database.write(sql -> sql.update(
                "update outbound_queue set due_at = ?, problem = ?, lease_owner = null, lease_until = null" + KEY
                        + " and lease_owner = ?",
                clock.instant().plus(Backoff.after(message.attempts())),
                problem,
                message.mailbox().value(),
                message.item().value(),
                node));
    }

    private Object[] key(DeferredMessage message) {
        return new Object[] {message.mailbox().value(), message.item().value(), node};
    }
}
