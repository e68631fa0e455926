package dev.postern.workflow.trigger;

import dev.postern.workflow.definition.Status;
import dev.postern.workflow.row.RunKey;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a fire.
 *
 * @param history the name of its row in the history
 * @param runs the number of runs that start: more than one may for an array
 * @param run null if no run started, or if one starts for each item of an array
 */
public record Fired(
        String history,
        Status status,
        int runs,
        @Nullable RunKey run,
        @Nullable String code,
        String message,
        String trackingId,
        UUID tracking,
        UUID correlation) {}
