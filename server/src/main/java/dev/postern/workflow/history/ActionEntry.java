package dev.postern.workflow.history;

import dev.postern.workflow.definition.Status;
import dev.postern.workflow.row.ActionRow;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An action of a run, as the list of actions shows it. */
public sealed interface ActionEntry {
    ActionPlace place();

    Status status();

    /** An action with one row: outside loops, or inside a loop that was skipped. */
    record Single(ActionPlace place, ActionRow row) implements ActionEntry {
        @Override
        public Status status() {
            return row.status();
        }
    }

    /**
     * An action inside loops.
     *
     * @param status that of the repetitions together
     * @param count the number of repetitions
     * @param ended null while a repetition has not ended
     * @param cause the first repetition that did not succeed, if that is the status
     */
    record Repeated(
            ActionPlace place,
            Status status,
            int count,
            Instant started,
            @Nullable Instant ended,
            @Nullable ActionRow cause)
            implements ActionEntry {}
}
