package dev.postern.workflow.trigger;

import dev.postern.store.Database;
import dev.postern.store.Sql;
import dev.postern.store.Uuids;
import dev.postern.workflow.compiled.Definition;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.definition.Trigger;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.job.Jobs;
import dev.postern.workflow.row.RunRow;
import dev.postern.workflow.row.RunTable;
import dev.postern.workflow.row.SplitTable;
import dev.postern.workflow.stored.Definitions;
import dev.postern.workflow.stored.Names;
import dev.postern.workflow.stored.SecureText;
import dev.postern.workflow.stored.WorkflowKey;
import dev.postern.workflow.stored.WorkflowRow;
import dev.postern.workflow.stored.WorkflowTable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Starts a run for each item of an array. The items are stored in pieces when the array is accepted; a piece is deleted in the transaction that
 * inserts its runs, so no item is lost and none starts twice.
 */
public final class Splits {
    private static final Logger LOG = LoggerFactory.getLogger(Splits.class);
    private static final int PIECE = 100;
    /** Pieces of one array before other timers get their turn. */
    private static final int PIECES_AT_ONCE = 10;

    private static final Duration TURN = Duration.ofSeconds(1);

    private final Database database;
    private final Definitions definitions;
    private final FiredRuns runs;
    private final RunQueue queue;
    private final SplitTable table;
    private final Jobs jobs;
    private final InstantSource clock;
    private final RandomGenerator random;

    public Splits(
            Database database,
            Definitions definitions,
            FiredRuns runs,
            RunQueue queue,
            SecureText texts,
            Jobs jobs,
            InstantSource clock,
            RandomGenerator random) {
        this.database = database;
        this.definitions = definitions;
        this.runs = runs;
        this.queue = queue;
        this.table = new SplitTable(texts);
        this.jobs = jobs;
        this.clock = clock;
        this.random = random;
    }

    /** Stores the items of an array in the transaction that accepts it. */
    void accept(Sql sql, RunStart.Attempt attempt, List<JsonNode> items) {
        WorkflowKey key = attempt.fire().workflow().key();
        runs.history(sql, attempt, Status.SUCCEEDED, null, null);
        ObjectNode common = JsonValues.object();
        common.put("version", attempt.fire().workflow().version());
        common.put("at", attempt.at().toString());
        ObjectNode record = attempt.record().deepCopy();
        if (record.path("outputs") instanceof ObjectNode outputs) {
            outputs.remove("body");
        }
        common.set("record", record);
        table.insert(sql, key, attempt.name(), SplitTable.COMMON, common);
        for (int first = 0; first < items.size(); first += PIECE) {
            ArrayNode piece = JsonValues.array();
            items.subList(first, Math.min(first + PIECE, items.size())).forEach(piece::add);
            table.insert(sql, key, attempt.name(), first, piece);
        }
    }

    /** Starts the runs of some pieces. Returns when to continue; empty if the array is done. */
    public Optional<Instant> next(WorkflowKey key, String history) {
        JsonNode common = database.read(sql -> table.find(sql, key, history, SplitTable.COMMON));
        Fire fire = common == null ? null : fire(key, common);
        if (common == null || fire == null) {
            database.write(sql -> SplitTable.drop(sql, key, history));
            return Optional.empty();
        }
        for (int i = 0; i < PIECES_AT_ONCE; i++) {
            Integer first = database.read(sql -> SplitTable.first(sql, key, history));
            if (first == null) {
                database.write(sql -> SplitTable.drop(sql, key, history));
                return Optional.empty();
            }
            if (!start(key, history, first, fire, common)) {
                return Optional.of(clock.instant().plus(TURN));
            }
        }
        return Optional.of(clock.instant());
    }

    private @Nullable Fire fire(WorkflowKey key, JsonNode common) {
        WorkflowRow now = database.read(sql -> WorkflowTable.find(sql, key));
        String version = common.path("version").asString("");
        Definition definition = now == null ? null : definitions.find(key, version);
        Trigger trigger = definition == null
                ? null
                : definition.trigger(common.path("record").path("name").asString(""));
        if (now == null || definition == null || trigger == null) {
            LOG.error("The rest of an array was dropped, because version {} of the workflow does not exist", version);
            return null;
        }
        return new Fire(now.at(version), definition, trigger, null, null, null, Correlation.NONE, false, null, null);
    }

    /** Starts the runs of one piece; returns false if there is no room for them yet. */
    private boolean start(WorkflowKey key, String history, int first, Fire fire, JsonNode common) {
        Instant now = clock.instant();
        Instant accepted = Instant.parse(common.path("at").asString(""));
        var started = new ArrayList<RunRow>();
        boolean room = database.write(sql -> {
            started.clear();
            if (RunTable.waiting(sql, key, RunQueue.MAX_OPEN) + PIECE > RunQueue.MAX_OPEN) {
                return false;
            }
            JsonNode piece = table.take(sql, key, history, first);
            if (piece == null) {
                return true;
            }
            boolean queued = fire.trigger().options().concurrency() != null;
            int index = first;
            for (JsonNode item : piece) {
                ObjectNode record = record(common, item, now);
                // The order of the names is that of the items, so that waiting runs start in this order.
                String name = Names.run(accepted.plusNanos(100L * index++), random);
                started.add(runs.insert(sql, fire, record, name, now, queued ? Status.WAITING : Status.RUNNING));
            }
            return true;
        });
        started.stream().filter(run -> run.status() == Status.RUNNING).forEach(run -> jobs.remind(run.key(), now));
        if (started.stream().anyMatch(run -> run.status() == Status.WAITING)) {
            queue.advance(key);
        }
        return room;
    }

    private ObjectNode record(JsonNode common, JsonNode item, Instant now) {
        ObjectNode record = ((ObjectNode) common.path("record")).deepCopy();
        ObjectNode outputs = record.path("outputs") instanceof ObjectNode given ? given : record.putObject("outputs");
        outputs.set("body", item);
        record.put("trackingId", Uuids.timeOrdered(now, random).toString());
        return record;
    }

    /** Sets missing timers. */
    public void sweep() {
        database.read(SplitTable::pending)
                .forEach(split -> jobs.remindSplit(split.key(), split.history(), clock.instant()));
    }
}
