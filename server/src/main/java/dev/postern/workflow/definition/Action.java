package dev.postern.workflow.definition;

import dev.postern.workflow.expression.Template;
import java.util.Map;
import java.util.Set;

/**
 * One action.
 *
 * @param runAfter the preceding actions, each with the states after which this action runs
 * @param inputs evaluated when the action starts
 * @param secured the parts that the history does not show
 */
public record Action(
        String name,
        Kind kind,
        Map<String, Set<Status>> runAfter,
        Template inputs,
        Set<Option> options,
        Set<Secured> secured) {
    public Action {
        runAfter = Map.copyOf(runAfter);
        options = Set.copyOf(options);
        secured = Set.copyOf(secured);
    }

    /** The supported types. */
    public enum Kind {
        HTTP("Http"),
        COMPOSE("Compose"),
        RESPONSE("Response"),
        TERMINATE("Terminate");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /** The supported operation options. */
    public enum Option {
        DISABLE_ASYNC_PATTERN("DisableAsyncPattern"),
        SUPPRESS_WORKFLOW_HEADERS("SuppressWorkflowHeaders");

        private final String text;

        Option(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }
}
