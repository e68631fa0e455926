package dev.postern.workflow.definition;

import dev.postern.workflow.recurrence.Recurrence;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What starts a run. */
public sealed interface Trigger {
    String name();

    /** What the history never shows. */
    Set<Secured> secured();

    /** Fires by the clock. {@code source} is the recurrence as the definition has it, for display and comparison. */
    record Timed(String name, Recurrence recurrence, JsonNode source, Set<Secured> secured) implements Trigger {}

    /** Fires when its callback address is called; with a method, only by that one. */
    record Requested(String name, @Nullable String method, Set<Secured> secured) implements Trigger {}
}
