package dev.postern.workflow.engine;

import dev.postern.workflow.definition.Status;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a fire.
 *
 * @param history the name of its row in the history
 * @param run null if no run started, or one for each item of an array
 */
public record Fired(
        String history,
        Status status,
        @Nullable RunKey run,
        @Nullable String code,
        String message,
        String trackingId,
        UUID tracking,
        UUID correlation) {}
