package dev.postern.workflow.trigger;

import dev.postern.audit.PendingEntry;
import dev.postern.store.Database;
import dev.postern.store.Sql;
import dev.postern.store.Uuids;
import dev.postern.store.Work;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.job.Jobs;
import dev.postern.workflow.row.RunKey;
import dev.postern.workflow.row.RunRow;
import dev.postern.workflow.stored.Errors;
import dev.postern.workflow.stored.Names;
import dev.postern.workflow.stored.WorkflowKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Starts the runs of a trigger that fires. A started run is on disk, and is driven to its end even if the process ends. */
public final class RunStart {
    private static final Logger LOG = LoggerFactory.getLogger(RunStart.class);
    private static final String FULL = "WorkflowRunQueueFull";

    private final Database database;
    private final FiredRuns runs;
    private final Splits splits;
    private final RunQueue queue;
    private final TriggerEvaluation evaluation;
    private final Jobs jobs;
    private final InstantSource clock;
    private final RandomGenerator random;

    public RunStart(
            Database database,
            FiredRuns runs,
            Splits splits,
            RunQueue queue,
            TriggerEvaluation evaluation,
            Jobs jobs,
            InstantSource clock,
            RandomGenerator random) {
        this.database = database;
        this.runs = runs;
        this.splits = splits;
        this.queue = queue;
        this.evaluation = evaluation;
        this.jobs = jobs;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Fires a trigger that is due. A fire for which there is no room is skipped.
     *
     * @param ours the first change of the transaction; false if another node has fired the trigger
     * @return empty if another node has fired the trigger
     */
    Optional<Fired> timed(Fire fire, Predicate<Sql> ours) {
        return commit(fire, ours, work -> database.<@Nullable Fired>write(work), false);
    }

    /**
     * Fires a trigger whose data would be lost if it was skipped.
     *
     * @throws TooManyRuns if there is no room; then nothing is written
     */
    Optional<Fired> kept(Fire fire, Predicate<Sql> ours) {
        return commit(fire, ours, work -> database.<@Nullable Fired>write(work), true);
    }

    /**
     * Fires a trigger for a caller.
     *
     * @throws TooManyRuns if there is no room; then nothing is written
     */
    public Fired called(Fire fire, @Nullable PendingEntry entry) {
        return commit(
                        fire,
                        sql -> true,
                        work -> entry == null ? database.write(work) : entry.write(database, work),
                        true)
                .orElseThrow();
    }

    /** Writes that a trigger failed before it could fire. */
    Optional<Fired> failed(Fire fire, String code, String message, Predicate<Sql> ours) {
        return none(fire, new FireDecision.None(Status.FAILED, code, message), ours);
    }

    /** Writes that a trigger does not fire. */
    Optional<Fired> none(Fire fire, FireDecision.None decision, Predicate<Sql> ours) {
        Attempt attempt = attempt(fire);
        return Optional.ofNullable(database.write(
                sql -> ours.test(sql) ? write(sql, attempt, decision, new RunQueue.Place.Running()) : null));
    }

    @FunctionalInterface
    private interface Writer {
        @Nullable
        Fired write(Work<@Nullable Fired> work);
    }

    /** A fire with its name, its time, and its record, which is the result of {@code trigger()}. */
    record Attempt(Fire fire, String name, Instant at, ObjectNode record, UUID tracking, String client) {}

    private Optional<Fired> commit(Fire fire, Predicate<Sql> ours, Writer writer, boolean needed) {
        Attempt attempt = attempt(fire);
        FireDecision decision = evaluation.decide(fire, attempt.record());
        Fired fired = writer.write(sql -> {
            if (!ours.test(sql)) {
                return null;
            }
            RunQueue.Place place = decision instanceof FireDecision.None
                    ? new RunQueue.Place.Running()
                    : RunQueue.place(sql, fire.workflow().key(), fire.trigger());
            if (place instanceof RunQueue.Place.Full(String reason) && needed) {
                throw new TooManyRuns(reason);
            }
            return write(sql, attempt, decision, place);
        });
        if (fired != null) {
            begin(fire, fired, attempt.at());
        }
        return Optional.ofNullable(fired);
    }

    private void begin(Fire fire, Fired fired, Instant at) {
        WorkflowKey key = fire.workflow().key();
        RunKey run = fired.run();
        if (run == null) {
            if (fired.status() == Status.SUCCEEDED) {
                jobs.remindSplit(key, fired.history(), at);
            }
        } else if (fired.status() == Status.WAITING) {
            // The run that it waits for may have ended in the meantime.
            queue.advance(key);
        } else {
            jobs.remind(run, at);
        }
    }

    private Fired write(Sql sql, Attempt attempt, FireDecision decision, RunQueue.Place place) {
        if (place instanceof RunQueue.Place.Full(String reason)) {
            LOG.warn(
                    "Trigger {} of workflow {} did not start a run: too many runs have not ended",
                    attempt.fire().trigger().name(),
                    attempt.fire().workflow().path().name());
            return write(
                    sql, attempt, new FireDecision.None(Status.SKIPPED, FULL, reason), new RunQueue.Place.Running());
        }
        return switch (decision) {
            case FireDecision.One one -> {
                RunRow run = runs.insert(
                        sql,
                        attempt.fire(),
                        attempt.record(),
                        attempt.name(),
                        attempt.at(),
                        place instanceof RunQueue.Place.Waiting ? Status.WAITING : Status.RUNNING);
                yield fired(attempt, run.status(), 1, run, null, "");
            }
            case FireDecision.Many many -> {
                splits.accept(sql, attempt, many.items());
                yield fired(attempt, Status.SUCCEEDED, many.items().size(), null, null, "");
            }
            case FireDecision.None none -> {
                runs.history(
                        sql,
                        attempt,
                        none.status(),
                        none.code(),
                        Errors.of(none.code(), runs.masked(attempt.fire(), none.message())));
                yield fired(attempt, none.status(), 0, null, none.code(), none.message());
            }
        };
    }

    private Fired fired(
            Attempt attempt, Status status, int count, @Nullable RunRow run, @Nullable String code, String message) {
        return new Fired(
                attempt.name(),
                status,
                count,
                run == null ? null : run.key(),
                code,
                message,
                attempt.client(),
                attempt.tracking(),
                run == null ? attempt.tracking() : run.correlation());
    }

    private Attempt attempt(Fire fire) {
        Instant now = clock.instant();
        String name = Names.run(now, random);
        UUID tracking = Uuids.timeOrdered(now, random);
        ObjectNode record = JsonValues.object();
        record.put("name", fire.trigger().name());
        set(record, "inputs", fire.inputs());
        set(record, "outputs", fire.outputs());
        record.put("startTime", now.toString());
        record.put("endTime", now.toString());
        Instant scheduled = fire.scheduled();
        if (scheduled != null) {
            record.put("scheduledTime", scheduled.toString());
        }
        record.put("trackingId", tracking.toString());
        String given = fire.correlation().trackingId();
        String own = given == null ? evaluation.tracking(fire, record) : given;
        String client = own == null ? name : own;
        record.put("clientTrackingId", client);
        if (!fire.correlation().keywords().isEmpty()) {
            fire.correlation().keywords().forEach(record.putArray("clientKeywords")::add);
        }
        record.put("originHistoryName", fire.origin() == null ? name : fire.origin());
        record.put("status", Status.SUCCEEDED.text());
        return new Attempt(fire, name, now, record, tracking, client);
    }

    private static void set(ObjectNode record, String name, @Nullable JsonNode value) {
        if (value != null) {
            record.set(name, value);
        }
    }
}
