package dev.postern.workflow.run;

import dev.postern.workflow.action.Foreach;
import dev.postern.workflow.action.If;
import dev.postern.workflow.action.Switch;
import dev.postern.workflow.action.Terminate;
import dev.postern.workflow.action.Wait;
import dev.postern.workflow.definition.Secured;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.expression.EvaluationFailed;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.expression.ValueText;
import dev.postern.workflow.row.ActionRow;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Executes the actions that control others: what they start with, or how the run goes on. */
public final class ControlActions {
    private static final int MAX_ITEMS = 100_000;

    private ControlActions() {}

    static Started choose(If type, Starting starting) {
        JsonNode value = JsonValues.flag(starting.context().tools().test(type.condition(), starting.names()));
        ObjectNode inputs = JsonValues.object();
        inputs.set("expressionResult", value);
        return new Started.Opened(inputs, OpenContainer.branchState(value));
    }

    static Started choose(Switch type, Starting starting) {
        JsonNode value = starting.evaluate(type.expression());
        if (!value.isString() && !value.isNumber()) {
            throw new EvaluationFailed("The result of the 'Switch' expression is of type '" + JsonValues.kind(value)
                    + "'. It must be of type 'String' or 'Integer'.");
        }
        ObjectNode inputs = JsonValues.object();
        inputs.set("expressionResult", value);
        Switch.Case chosen = type.of(value);
        return new Started.Opened(
                inputs,
                OpenContainer.branchState(chosen == null ? JsonValues.nothing() : JsonValues.text(chosen.name())));
    }

    static Started items(Foreach type, Starting starting) {
        JsonNode items = starting.evaluate(type.items());
        if (!items.isArray()) {
            return Started.failed(
                    null,
                    "ExpressionEvaluationFailed",
                    "The execution of template action '" + starting.action().name()
                            + "' failed: the result of the evaluation of 'foreach' expression '" + type.text()
                            + "' is of type '" + JsonValues.kind(items) + "'. The result must be a valid array.");
        }
        if (items.size() > MAX_ITEMS) {
            return Started.failed(
                    null,
                    "ForeachLimitExceeded",
                    "The execution of template action '" + starting.action().name() + "' failed: it has '"
                            + items.size() + "' items, the limit is '" + MAX_ITEMS + "'.");
        }
        return new Started.Opened(items, JsonValues.object());
    }

    static Started await(Wait type, Starting starting) {
        JsonNode inputs = starting.evaluate(type.inputs());
        Instant now = starting.context().tools().clock().instant();
        Instant due = inputs.has("until")
                ? until(inputs.path("until").path("timestamp"))
                : after(now, inputs.path("interval"));
        return due.isAfter(now)
                ? new Started.Waiting(inputs, due)
                : new Started.Ended(inputs, ActionRow.Ending.succeeded(null));
    }

    private static Instant until(JsonNode timestamp) {
        return Wait.time(timestamp)
                .orElseThrow(() -> new EvaluationFailed(
                        "The timestamp '" + timestamp.asString("") + "' of the 'Wait' action is not valid."));
    }

    private static Instant after(Instant now, JsonNode interval) {
        OptionalInt count = Wait.count(interval.path("count"));
        Optional<ChronoUnit> unit = Wait.unit(interval.path("unit"));
        if (count.isEmpty() || unit.isEmpty()) {
            throw new EvaluationFailed("The interval '" + ValueText.of(interval.path("count")) + " "
                    + ValueText.of(interval.path("unit")) + "' of the 'Wait' action is not valid.");
        }
        return now.atOffset(ZoneOffset.UTC).plus(count.getAsInt(), unit.get()).toInstant();
    }

    static Started terminate(Terminate type, Starting starting) {
        JsonNode inputs = starting.evaluate(type.inputs());
        Optional<Status> wanted = Status.named(inputs.path("runStatus").asString(""))
                .filter(status -> status == Status.SUCCEEDED || status == Status.FAILED || status == Status.CANCELLED);
        if (wanted.isEmpty()) {
            return Started.failed(
                    inputs,
                    "BadRequest",
                    "The run status '" + inputs.path("runStatus").asString("")
                            + "' must be one of 'Succeeded, Failed, Cancelled'.");
        }
        JsonNode given = inputs.path("runError");
        boolean open = given.isObject()
                && !starting.action().settings().secured().contains(Secured.INPUTS)
                && !starting.reads().secured();
        @Nullable JsonNode error = open ? starting.context().masking().of(given) : null;
        String code = error == null ? "Terminated" : error.path("code").asString("Terminated");
        return new Started.Ending(inputs, new ActionRow.Ending(wanted.get(), code, error, null));
    }
}
