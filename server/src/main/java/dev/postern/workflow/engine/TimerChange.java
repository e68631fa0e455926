package dev.postern.workflow.engine;

import dev.postern.store.Database;

/** Advances timers in transactions of their own. */
record TimerChange(Database database) {
    /** Returns false if another node has done it. */
    boolean advance(WorkflowKey key, TriggerRow row, TriggerRow.Advance after) {
        return database.write(sql -> TriggerTable.advance(sql, key, row, after));
    }
}
