package dev.postern.workflow.definition;

import dev.postern.workflow.recurrence.TriggerRecurrence;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Starts runs. */
public sealed interface Trigger {
    String name();

    /** The parts that the history does not show. */
    Set<Secured> secured();

    /** Fires on a schedule. {@code source} is the recurrence as written in the definition, for display and comparison. */
    record Timed(String name, TriggerRecurrence recurrence, JsonNode source, Set<Secured> secured) implements Trigger {}

    /** Fires when its callback URL is called. If a method is given, only that method is accepted. */
    record Requested(String name, @Nullable String method, Set<Secured> secured) implements Trigger {}
}
