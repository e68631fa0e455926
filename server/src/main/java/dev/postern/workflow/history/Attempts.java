package dev.postern.workflow.history;

import dev.postern.workflow.row.ActionRow;
import dev.postern.workflow.row.Attempt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The calls of an action as the history shows them. */
public final class Attempts {
    private Attempts() {}

    /** Lists all calls of an action: those that are stored, and the last one, which its row has. */
    static List<Attempt> of(List<Attempt> stored, ActionRow row) {
        var all = new ArrayList<>(stored);
        if (row.attempt() > 0 && stored.stream().noneMatch(one -> one.number() == row.attempt())) {
            JsonNode outputs = row.outputs();
            Instant sent = row.sent();
            all.add(new Attempt(
                    row.attempt(),
                    sent == null ? row.started() : sent,
                    row.ended(),
                    row.code(),
                    null,
                    outputs == null || !outputs.has("statusCode") ? null : outputs,
                    row.error()));
        }
        return all;
    }
}
