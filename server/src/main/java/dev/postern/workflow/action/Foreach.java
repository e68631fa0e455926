package dev.postern.workflow.action;

import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.expression.Template;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Runs its actions for each item of an array.
 *
 * @param text the expression as written, for messages
 * @param parallel the number of iterations at a time
 */
public record Foreach(Template items, String text, int parallel, Actions actions) implements ActionType {
    private static final int DEFAULT_PARALLEL = 20;
    private static final int MAX_PARALLEL = 50;

    static Foreach read(ActionSource source) {
        source.members("foreach", "actions");
        if (!source.json().hasNonNull("foreach")) {
            throw source.invalid("the member 'foreach' is missing");
        }
        boolean sequential = source.hasOption(ActionSettings.Option.SEQUENTIAL);
        JsonNode concurrency = source.json().path("runtimeConfiguration").path("concurrency");
        source.known(concurrency, "concurrency", Set.of("repetitions"));
        int parallel = sequential ? 1 : DEFAULT_PARALLEL;
        if (concurrency.has("repetitions")) {
            JsonNode given = concurrency.path("repetitions");
            if (!given.isInt() || given.intValue() < 1 || given.intValue() > MAX_PARALLEL) {
                throw source.invalid("the value '" + given.asString("") + "' of 'repetitions' must be between '1' and '"
                        + MAX_PARALLEL + "'");
            }
            if (sequential) {
                throw source.invalid(
                        "the operation option 'Sequential' cannot be used together with 'concurrency.repetitions'");
            }
            parallel = given.intValue();
        }
        Template items = source.template(source.json().path("foreach"));
        if (items.constant() && !source.json().path("foreach").isArray()) {
            throw source.invalid("the member 'foreach' must be an array or an expression, not '"
                    + JsonValues.kind(source.json().path("foreach")) + "'");
        }
        return new Foreach(items, source.json().path("foreach").asString(""), parallel, source.loop(source.json(), ""));
    }

    @Override
    public List<Actions> scopes() {
        return List.of(actions);
    }

    @Override
    public List<Template> templates() {
        return List.of(items);
    }

    @Override
    public boolean loops() {
        return true;
    }
}
