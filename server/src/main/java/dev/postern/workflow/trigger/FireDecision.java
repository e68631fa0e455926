package dev.postern.workflow.trigger;

import dev.postern.workflow.definition.Status;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What a fire starts. */
public sealed interface FireDecision {
    /** One run. */
    record One() implements FireDecision {}

    /** One run for each item. */
    record Many(List<JsonNode> items) implements FireDecision {
        public Many {
            items = List.copyOf(items);
        }
    }

    /** No run, because a condition is not met or an expression failed. */
    record None(Status status, String code, String message) implements FireDecision {}
}
