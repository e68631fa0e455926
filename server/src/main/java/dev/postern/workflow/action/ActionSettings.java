package dev.postern.workflow.action;

import dev.postern.workflow.definition.Secured;
import dev.postern.workflow.expression.Template;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What all types of actions have in common.
 *
 * @param secured the parts that the history does not show
 * @param timeout how long the action may take, with its retries and polls
 * @param tracked evaluated when the action has ended
 * @param staticResult what the action returns instead of running
 */
public record ActionSettings(
        Set<Option> options,
        Set<Secured> secured,
        @Nullable Duration timeout,
        @Nullable Template tracked,
        @Nullable StaticResult staticResult) {
    public ActionSettings {
        options = Set.copyOf(options);
        secured = Set.copyOf(secured);
    }

    /** The supported operation options. */
    public enum Option {
        DISABLE_ASYNC_PATTERN("DisableAsyncPattern"),
        SUPPRESS_WORKFLOW_HEADERS("SuppressWorkflowHeaders"),
        DISABLE_AUTOMATIC_DECOMPRESSION("DisableAutomaticDecompression"),
        SEQUENTIAL("Sequential");

        private final String text;

        Option(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }
}
