package dev.postern.delivery;

import dev.postern.access.MailboxId;
import dev.postern.access.TenantId;
import dev.postern.store.DuplicateKey;
import dev.postern.store.Engine;
import dev.postern.store.Pipeline;
import dev.postern.store.Sql;
import dev.postern.trace.MessageTraces;
import dev.postern.trace.TraceState;
import dev.postern.trace.TracedMessage;
import dev.postern.trace.TracedRecipient;
import dev.postern.trace.TracedStep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes what happens to submissions in mailboxes of the tenant. Thread-safe. */
final class SubmissionTraces {
    private static final String FIND =
            "select trace_id from message_trace" + " where tenant_id = ? and trace_id = ? and received_at > ?";

    private final MessageTraces traces = new MessageTraces();

    /** The trace of a message that is in the queue. */
    static TracedMessage waiting(Job job, TracedMessage.@Nullable Origin origin) {
        return of(job, origin, addresses(job).map(TracedRecipient::waiting).toList());
    }

    private static TracedMessage of(Job job, TracedMessage.@Nullable Origin origin, List<TracedRecipient> recipients) {
        return new TracedMessage(
                job.envelope().tenant(),
                job.submission(),
                job.submitted(),
                origin,
                job.queued().message().path("internetMessageId").stringValue(""),
                job.envelope().sender(),
                job.queued().message().path("subject").stringValue(""),
                job.copy() == null
                        ? job.queued().written().size()
                        : job.copy().item().size(),
                null,
                recipients);
    }

    private static Stream<String> addresses(Job job) {
        return job.envelope().recipients().stream().sorted();
    }

    private static List<TracedRecipient> delivered(Job job, Instant at) {
        return addresses(job)
                .map(address -> TracedRecipient.delivered(address, at))
                .toList();
    }

    /** @throws DuplicateKey if it was accepted before */
    void addWaiting(Sql sql, Job job, TracedMessage.@Nullable Origin origin) {
        traces.add(sql, waiting(job, origin));
    }

    /** Adds a message that all its recipients have. */
    void addDelivered(Sql sql, Job job, TracedMessage.@Nullable Origin origin, Instant at) {
        traces.add(sql, of(job, origin, delivered(job, at)));
    }

    /** Adds several that are in the queue; returns 1 for each that was not accepted before. */
    Pipeline.Result<int[]> addWaiting(Pipeline pipeline, List<TracedMessage> messages) {
        return traces.add(pipeline, messages);
    }

    /** The messages were delivered to all their recipients. */
    void delivered(Pipeline pipeline, List<Job> jobs, Instant at) {
        traces.replace(
                pipeline,
                jobs.stream()
                        .map(job -> new MessageTraces.Replaced(
                                job.envelope().tenant(), job.submission(), delivered(job, at)))
                        .toList());
    }

    /**
     * Nothing is left to do for mailboxes of the tenant.
     *
     * @param failed mailboxes that did not get the message
     */
    void finished(
            Sql sql,
            Job job,
            RecipientResolver.Resolution resolution,
            Map<MailboxId, Undeliverable> failed,
            RecipientResolver recipients,
            Instant at) {
        Set<String> named = job.envelope().recipients();
        var steps = new ArrayList<TracedStep>();
        addresses(job)
                .filter(address -> !resolution.outside().contains(address))
                .forEach(address -> {
                    Undeliverable why = resolution.unknown().contains(address)
                            ? Undeliverable.NOT_FOUND
                            : why(sql, job.envelope().tenant(), address, failed, recipients);
                    steps.add(step(address, why));
                });
        resolution.mailboxes().forEach((mailbox, address) -> {
            Undeliverable why = failed.get(mailbox);
            if (why != null && !named.contains(address)) {
                steps.add(step(address, why));
            }
        });
        Stream.concat(resolution.unknown().stream(), resolution.outside().stream())
                .filter(address -> !named.contains(address))
                .sorted()
                .map(address -> resolution.outside().contains(address)
                        ? new TracedStep(address, TraceState.WAITING, null, null)
                        : step(address, Undeliverable.NOT_FOUND))
                .forEach(steps::add);
        traces.record(sql, job.envelope().tenant(), job.submission(), at, steps);
    }

    private static TracedStep step(String address, @Nullable Undeliverable why) {
        return why == null
                ? new TracedStep(address, TraceState.DELIVERED, null, null)
                : new TracedStep(address, TraceState.FAILED, null, why.diagnostic());
    }

    /** An alias or a group has failed if one of its mailboxes has. */
    private static @Nullable Undeliverable why(
            Sql sql,
            TenantId tenant,
            String address,
            Map<MailboxId, Undeliverable> failed,
            RecipientResolver recipients) {
        return failed.isEmpty()
                ? null
                : recipients.resolve(sql, tenant, Set.of(address)).mailboxes().keySet().stream()
                        .map(failed::get)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
    }

    /** @throws DuplicateKey if the same message was accepted a short time ago */
    static void requireFirst(Sql sql, TenantId tenant, MailboxId mailbox, Submission.Repetition repetition) {
        if (repetition.close() && sql.engine() == Engine.POSTGRES) {
            sql.list(
                    "select mailbox_id from mailbox where mailbox_id = ? for update",
                    row -> row.uuid(1),
                    mailbox.value());
        }
        for (UUID id : repetition.ids()) {
            if (!sql.list(FIND, row -> row.uuid(1), tenant.value(), id, repetition.since())
                    .isEmpty()) {
                throw new DuplicateKey(new IllegalStateException("accepted a short time ago"));
            }
        }
    }

    /** Finds those that may be repetitions, in a transaction of several submissions. */
    static Pipeline.Result<List<UUID>> repetitions(
            Pipeline pipeline, TenantId tenant, List<Submission.Repetition> repetitions) {
        return pipeline.list(
                FIND,
                row -> row.uuid(1),
                repetitions.stream()
                        .flatMap(one -> one.ids().stream().map(id -> new Object[] {tenant.value(), id, one.since()}))
                        .toList());
    }
}
