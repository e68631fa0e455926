package dev.postern.workflow.definition;

import dev.postern.workflow.connector.OutlookConnection;
import dev.postern.workflow.expression.Template;
import dev.postern.workflow.recurrence.TriggerRecurrence;
import dev.postern.workflow.schema.JsonSchema;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Starts runs. */
public sealed interface Trigger {
    String name();

    TriggerOptions options();

    /** The parts that the history does not show. */
    default Set<Secured> secured() {
        return options().secured();
    }

    /** A trigger with a timer. */
    sealed interface Scheduled extends Trigger {
        TriggerRecurrence recurrence();

        /** The evaluated recurrence, for display and comparison. */
        JsonNode source();
    }

    /** Fires on a schedule. */
    record Timed(String name, TriggerRecurrence recurrence, JsonNode source, TriggerOptions options)
            implements Scheduled {}

    /**
     * Fires for each interval since its start, also for missed ones.
     *
     * @param delay how long after the end of its interval it fires
     */
    record SlidingWindow(
            String name, TriggerRecurrence recurrence, JsonNode source, Duration delay, TriggerOptions options)
            implements Scheduled {}

    /** Asks a service on a schedule, and fires when that has something. */
    sealed interface Asking extends Scheduled {
        Template inputs();
    }

    /** Makes a call on a schedule, and fires when the response has data. */
    record Polling(String name, TriggerRecurrence recurrence, JsonNode source, Template inputs, TriggerOptions options)
            implements Asking {}

    /**
     * Asks for new messages on a schedule, and fires when there are any.
     *
     * @param asked what decides which messages are new to the trigger: if it changes, earlier ones do not count
     */
    record NewMail(
            String name,
            TriggerRecurrence recurrence,
            JsonNode source,
            Template inputs,
            OutlookConnection connection,
            JsonNode asked,
            TriggerOptions options)
            implements Asking {}

    /**
     * Fires when its callback URL is called.
     *
     * @param method the only method that is accepted, if one is given
     * @param schema the schema of the body as written, for display
     * @param validator null if the body is not validated
     */
    record Requested(
            String name,
            @Nullable String method,
            @Nullable RelativePath path,
            @Nullable JsonNode schema,
            @Nullable JsonSchema validator,
            TriggerOptions options)
            implements Trigger {}

    /** Subscribes to a service with its callback URL, and fires when the service calls it. */
    record Webhook(
            String name, Template subscribe, @Nullable Template unsubscribe, TriggerOptions options)
            implements Trigger {}
}
