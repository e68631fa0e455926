package dev.postern.workflow.history;

import dev.postern.store.Database;
import dev.postern.workflow.compiled.Definition;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.masking.Masking;
import dev.postern.workflow.row.ActionKey;
import dev.postern.workflow.row.ActionRow;
import dev.postern.workflow.row.ActionTable;
import dev.postern.workflow.row.Attempt;
import dev.postern.workflow.row.AttemptTable;
import dev.postern.workflow.row.HistoryTable;
import dev.postern.workflow.row.Repetition;
import dev.postern.workflow.row.RunKey;
import dev.postern.workflow.row.RunRow;
import dev.postern.workflow.stored.Definitions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the actions of runs, without secrets. It loads one action at a time, because inputs and outputs may be large. Thread-safe. */
public final class RunHistory {
    private final Database database;
    private final Definitions definitions;
    /** Data from versions that did not mask it when it was written is masked here. */
    private final Masking masking = Masking.byForm();

    public RunHistory(Database database, Definitions definitions) {
        this.database = database;
        this.definitions = definitions;
    }

    /** Lists the actions of the definition with which a run started, in its order. */
    public List<ActionPlace> places(RunRow run) {
        Definition definition = definitions.find(run.key().workflow(), run.version());
        return definition == null ? List.of() : ActionPlace.all(definition.actions());
    }

    /** Finds an action without regard to case. */
    public @Nullable ActionPlace place(RunRow run, String name) {
        return places(run).stream()
                .filter(place -> place.name().equalsIgnoreCase(name))
                .findFirst()
                .orElse(null);
    }

    /** Returns an action of a run; null if it has not started. */
    public @Nullable ActionEntry entry(RunKey run, ActionPlace place) {
        if (place.loops().isEmpty()) {
            ActionRow row = find(run, new ActionKey(place.name(), Repetition.NONE));
            return row == null ? null : new ActionEntry.Single(place, row);
        }
        int length = Repetition.length(place.loops().size());
        List<HistoryTable.Group> groups = database.read(sql -> HistoryTable.groups(sql, run, place.name())).stream()
                .filter(group -> group.length() <= length)
                .toList();
        if (groups.stream().allMatch(group -> group.length() == 0)) {
            ActionRow row = groups.isEmpty() ? null : find(run, new ActionKey(place.name(), Repetition.NONE));
            return row == null ? null : new ActionEntry.Single(place, row);
        }
        return repeated(run, place, length, groups);
    }

    /** Lists the actions that have started in the order of the definition, without inputs and outputs, which may be large. */
    public List<ActionOutline> outline(RunRow run) {
        RunOutline outline = new RunOutline(database.read(sql -> HistoryTable.groups(sql, run.key())), masking);
        return places(run).stream()
                .map(outline::of)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    private ActionEntry repeated(RunKey run, ActionPlace place, int length, List<HistoryTable.Group> groups) {
        Map<Status, Integer> counts = groups.stream()
                .collect(Collectors.toMap(HistoryTable.Group::status, HistoryTable.Group::count, Integer::sum));
        Status status = folded(counts);
        Instant started = groups.stream()
                .map(HistoryTable.Group::started)
                .min(Instant::compareTo)
                .orElseThrow();
        Instant ended = !status.done()
                ? null
                : groups.stream()
                        .map(HistoryTable.Group::ended)
                        .filter(Objects::nonNull)
                        .map(Objects::requireNonNull)
                        .max(Instant::compareTo)
                        .orElse(null);
        int count = groups.stream()
                .filter(group -> group.length() == length)
                .mapToInt(HistoryTable.Group::count)
                .sum();
        return new ActionEntry.Repeated(place, status, count, started, ended, cause(run, place, status));
    }

    /** The status of all repetitions together: what has not ended comes first, then the worst. */
    static Status folded(Map<Status, Integer> counts) {
        for (Status status : List.of(
                Status.RUNNING, Status.WAITING, Status.FAILED, Status.TIMED_OUT, Status.SUCCEEDED, Status.CANCELLED)) {
            if (counts.containsKey(status)) {
                return status.done() ? status : Status.RUNNING;
            }
        }
        return Status.SKIPPED;
    }

    private @Nullable ActionRow cause(RunKey run, ActionPlace place, Status status) {
        if (status != Status.FAILED && status != Status.TIMED_OUT) {
            return null;
        }
        return repetitions(run, place, false, "", status, 1).stream()
                .findFirst()
                .map(name -> find(run, new ActionKey(place.name(), name)))
                .orElse(null);
    }

    public @Nullable ActionRow find(RunKey run, ActionKey key) {
        ActionRow row = database.read(sql -> ActionTable.find(sql, run, key));
        return row == null || row.ended() != null ? row : row.shown(masking);
    }

    /**
     * Lists the names of the repetitions of an action in order, after a name.
     *
     * @param scope whether those of the actions inside are meant: of a loop its iterations
     */
    public List<String> repetitions(
            RunKey run, ActionPlace place, boolean scope, String after, @Nullable Status status, int max) {
        int loops = scope ? place.inner().size() : place.loops().size();
        if (loops == 0 || (scope && place.type().scopes().isEmpty())) {
            return List.of();
        }
        return database.read(
                sql -> HistoryTable.names(sql, run, place.name(), Repetition.length(loops), after, status, max));
    }

    /** Lists the calls of an action; of many the last ones. */
    public List<Attempt> attempts(RunKey run, ActionRow row) {
        return Attempts.of(database.read(sql -> AttemptTable.list(sql, run, row.key())), row);
    }
}
