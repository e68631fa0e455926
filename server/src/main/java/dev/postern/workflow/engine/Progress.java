package dev.postern.workflow.engine;

import dev.postern.store.Database;
import dev.postern.store.Sql;
import dev.postern.workflow.definition.Status;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The actions of one run, in memory as on disk: nothing is changed here that is not committed. Belongs to one thread. */
final class Progress {
    private final Database database;
    private final RunKey run;
    private final Map<String, ActionRow> rows = new LinkedHashMap<>();

    /** The run has ended, or another driver has taken it on: what this one knows is void. */
    static final class Overtaken extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    Progress(Database database, RunKey run) {
        this.database = database;
        this.run = run;
        for (ActionRow row : database.read(sql -> ActionTable.list(sql, run))) {
            rows.put(row.name(), row);
        }
    }

    Map<String, ActionRow> rows() {
        return rows;
    }

    Collection<ActionRow> all() {
        return List.copyOf(rows.values());
    }

    @Nullable
    ActionRow find(String action) {
        return rows.get(action);
    }

    Map<String, Status> states() {
        var states = new LinkedHashMap<String, Status>();
        rows.forEach((name, row) -> states.put(name, row.status()));
        return states;
    }

    long nextSequence() {
        return rows.size() + 1L;
    }

    /** Adds actions, with what else belongs into the same transaction. */
    void add(List<ActionRow> added, Consumer<Sql> also) {
        boolean done = database.write(sql -> {
            if (!RunTable.goesOn(sql, run)) {
                return false;
            }
            added.forEach(row -> ActionTable.insert(sql, run, row));
            also.accept(sql);
            return true;
        });
        if (!done) {
            throw new Overtaken();
        }
        added.forEach(row -> rows.put(row.name(), row));
    }

    void change(ActionRow before, ActionRow after) {
        boolean done = database.write(
                sql -> RunTable.goesOn(sql, run) && ActionTable.update(sql, run, after, before.attempt()));
        if (!done) {
            throw new Overtaken();
        }
        rows.put(after.name(), after);
    }
}
