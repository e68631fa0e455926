package dev.postern.workflow.definition;

import dev.postern.workflow.expression.Template;
import java.util.Map;
import java.util.Set;

/**
 * One action.
 *
 * @param runAfter the actions before it, each with the states that let this one run
 * @param inputs evaluated when the action starts
 * @param secured what the history never shows
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

    /** The types that are built. */
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

    /** The operation options that are built. */
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
