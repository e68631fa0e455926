package dev.postern.workflow.action;

import dev.postern.workflow.expression.Condition;
import dev.postern.workflow.expression.Template;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Repeats its actions until a condition is true, which is evaluated after them.
 *
 * @param count the maximum number of repetitions
 * @param timeout after which no further repetition starts
 */
public record Until(Condition condition, int count, Duration timeout, Actions actions) implements ActionType {
    private static final int DEFAULT_COUNT = 60;
    private static final int MAX_COUNT = 5_000;
    private static final Duration DEFAULT_TIMEOUT = Duration.ofHours(1);

    static Until read(ActionSource source) {
        source.members("expression", "actions", "limit");
        if (!source.json().hasNonNull("expression")) {
            throw source.invalid("the member 'expression' is missing");
        }
        JsonNode limit = source.json().path("limit");
        source.known(limit, "limit", Set.of("count", "timeout"));
        int count = DEFAULT_COUNT;
        if (limit.hasNonNull("count")) {
            JsonNode given = limit.path("count");
            if (!given.isInt() || given.intValue() < 1 || given.intValue() > MAX_COUNT) {
                throw source.invalid(
                        "the limit count '" + given.asString("") + "' must be between '1' and '" + MAX_COUNT + "'");
            }
            count = given.intValue();
        }
        Duration timeout = source.duration(limit.path("timeout"), "limit.timeout");
        return new Until(
                source.condition(source.json().path("expression")),
                count,
                timeout == null ? DEFAULT_TIMEOUT : timeout,
                source.loop(source.json(), ""));
    }

    @Override
    public List<Actions> scopes() {
        return List.of(actions);
    }

    @Override
    public List<Template> templates() {
        return List.of();
    }

    @Override
    public boolean loops() {
        return true;
    }
}
