package dev.postern.trace;

import dev.postern.access.TenantId;
import dev.postern.query.Folding;
import dev.postern.store.DuplicateKey;
import dev.postern.store.Engine;
import dev.postern.store.Pipeline;
import dev.postern.store.Sql;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes the rows of traces, in transactions of those who deliver the messages. */
public final class MessageTraces {
    /** Of all recipients of a message together. */
    private static final int MAX_ATTEMPTS = 1_000;

    private static final int MAX_ATTEMPTS_OF_RECIPIENT = 20;

    private static final String OF_MESSAGE = " where tenant_id = ? and trace_id = ?";

    private static final String REPLACE = "update message_trace set recipients = ?" + OF_MESSAGE;

    private static final String ADD = "insert into message_trace (tenant_id, trace_id, received_at, request_id,"
            + " client_request_id, app_id, message_id, sender, subject, size, from_host, recipients)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing";

    /**
     * Adds a message.
     *
     * @throws DuplicateKey if there is one with this id: it was accepted before
     */
    public void add(Sql sql, TracedMessage message) {
        if (!addIfNew(sql, message)) {
            throw new DuplicateKey(new IllegalStateException("accepted before"));
        }
    }

    /** Adds a message; returns false if there is one with this id. */
    public boolean addIfNew(Sql sql, TracedMessage message) {
        return sql.update(ADD, row(message)) > 0;
    }

    /** As {@link #add(Sql, TracedMessage)}, for several; returns 1 for each that was added. */
    public Pipeline.Result<int[]> add(Pipeline pipeline, List<TracedMessage> messages) {
        return pipeline.batch(ADD, messages.stream().map(MessageTraces::row).toList());
    }

    private static @Nullable Object[] row(TracedMessage message) {
        TracedMessage.Origin origin = message.origin();
        return new @Nullable Object[] {
            message.tenant().value(),
            message.id(),
            message.received(),
            origin == null ? null : origin.requestId(),
            origin == null ? null : origin.clientRequestId(),
            origin == null ? null : origin.app(),
            message.messageId(),
            message.sender(),
            message.subject(),
            message.size(),
            message.fromHost(),
            RecipientsText.of(message.recipients())
        };
    }

    /** Replaces the recipients of a message whose earlier states are known. */
    public record Replaced(TenantId tenant, UUID traceId, List<TracedRecipient> recipients) {
        public Replaced {
            recipients = List.copyOf(recipients);
        }
    }

    /** Replaces the recipients of several messages. */
    public void replace(Pipeline pipeline, List<Replaced> messages) {
        pipeline.batch(
                REPLACE,
                messages.stream()
                        .map(one -> new Object[] {
                            RecipientsText.of(one.recipients()), one.tenant().value(), one.traceId()
                        })
                        .toList());
    }

    /**
     * Records attempts and their results. An address that is not among the recipients is added to them, such as the member of a group. Does nothing
     * for a message whose trace has been removed.
     */
    public void record(Sql sql, TenantId tenant, UUID traceId, Instant at, List<TracedStep> steps) {
        String before = sql.one(
                "select recipients from message_trace" + OF_MESSAGE
                        + (sql.engine() == Engine.POSTGRES ? " for update" : ""),
                row -> row.text(1),
                tenant.value(),
                traceId);
        if (before != null && !steps.isEmpty()) {
            sql.update(
                    REPLACE,
                    RecipientsText.of(after(RecipientsText.parse(before), at, steps)),
                    tenant.value(),
                    traceId);
        }
    }

    private static List<TracedRecipient> after(List<TracedRecipient> before, Instant at, List<TracedStep> steps) {
        var recipients = new ArrayList<>(before);
        for (TracedStep step : steps) {
            String address = Folding.fold(step.address());
            int max = Math.clamp(MAX_ATTEMPTS / Math.max(1, recipients.size()), 2, MAX_ATTEMPTS_OF_RECIPIENT);
            int place = 0;
            while (place < recipients.size()
                    && !Folding.foldsTo(recipients.get(place).address(), address)) {
                place++;
            }
            if (place < recipients.size()) {
                recipients.set(place, recipients.get(place).after(step, at, max));
            } else if (recipients.size() < TracedMessage.MAX_RECIPIENTS) {
                recipients.add(TracedRecipient.waiting(step.address()).after(step, at, max));
            }
        }
        return recipients;
    }
}
