package dev.postern.workflow.engine;

import dev.postern.workflow.expression.JsonValues;
import tools.jackson.databind.JsonNode;

/** The scope of an expression that a data operation evaluates for each element. Not thread-safe. */
final class ItemScope extends ActionScope {
    private JsonNode item = JsonValues.nothing();

    ItemScope(Starting starting) {
        super(starting.context(), starting.scope(), starting.reads());
    }

    ItemScope at(JsonNode element) {
        item = element;
        return this;
    }

    @Override
    public JsonNode item() {
        return item;
    }
}
