package dev.postern.workflow.run;

import dev.postern.workflow.action.Compose;
import dev.postern.workflow.action.Join;
import dev.postern.workflow.action.ParseJson;
import dev.postern.workflow.action.Query;
import dev.postern.workflow.action.Select;
import dev.postern.workflow.action.Table;
import dev.postern.workflow.expression.BoundItem;
import dev.postern.workflow.expression.EvaluationFailed;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.expression.Template;
import dev.postern.workflow.expression.ValueText;
import dev.postern.workflow.row.ActionRow;
import dev.postern.workflow.schema.JsonSchema;
import dev.postern.workflow.schema.ValidationTooCostly;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Executes the data operations. They end at once. */
public final class DataActions {
    private static final int MAX_ELEMENTS = 100_000;

    private DataActions() {}

    static Started compose(Compose type, Starting starting) {
        JsonNode inputs = starting.evaluate(type.inputs());
        return new Started.Ended(inputs, ActionRow.Ending.succeeded(inputs));
    }

    static Started parseJson(ParseJson type, Starting starting) {
        ObjectNode inputs = ((ObjectNode) starting.evaluate(type.inputs())).deepCopy();
        inputs.set("schema", type.schema());
        JsonNode content = inputs.path("content");
        if (content.isNull()) {
            return Started.failed(
                    inputs,
                    "InvalidTemplate",
                    "Unable to process template language expressions in action '"
                            + starting.action().name()
                            + "' inputs at line '0' and column '0': 'Required property 'content' expects a value but"
                            + " got null. Path ''.'.");
        }
        JsonNode parsed;
        try {
            parsed = content.isString() ? JsonValues.parse(content.stringValue()) : content;
        } catch (IllegalArgumentException e) {
            return Started.failed(
                    inputs,
                    "InvalidJson",
                    "The 'content' property of actions of type 'ParseJson' must be valid JSON. The provided value"
                            + " cannot be parsed: '" + e.getMessage() + "'.");
        }
        JsonSchema check = type.check();
        String mistakes = check == null ? "" : mistakes(check, parsed, starting);
        if (!mistakes.isEmpty()) {
            return Started.failed(
                    inputs,
                    "SchemaValidationFailed",
                    "The content of action '" + starting.action().name() + "' does not match its schema: '" + mistakes
                            + "'.");
        }
        return new Started.Ended(inputs, ActionRow.Ending.succeeded(body(parsed)));
    }

    private static String mistakes(JsonSchema schema, JsonNode value, Starting starting) {
        try {
            return starting.context()
                    .tools()
                    .compute(deadline -> JsonValues.text(schema.mistakes(value).stream()
                            .map(mistake -> mistake.pointer() + ": " + mistake.message())
                            .collect(Collectors.joining("; "))))
                    .stringValue();
        } catch (ValidationTooCostly e) {
            return "the validation takes too many steps";
        }
    }

    static Started query(Query type, Starting starting) {
        ArrayNode from = array("query", type.from(), starting);
        JsonNode result = starting.context().tools().compute(deadline -> {
            ActionScope names = starting.names();
            ArrayNode kept = JsonValues.array();
            for (JsonNode element : from) {
                JsonNode wanted = perElement(
                        "query",
                        "where",
                        type.text(),
                        () -> type.where().evaluate(new BoundItem(names, element), deadline));
                if (!wanted.isBoolean()) {
                    throw new EvaluationFailed("The evaluation of 'query' action 'where' expression '" + type.text()
                            + "' failed: 'The result is of type '" + JsonValues.kind(wanted)
                            + "'. It must be of type 'Boolean'.'.");
                }
                if (wanted.booleanValue()) {
                    kept.add(element);
                }
            }
            return kept;
        });
        return ended(from, result);
    }

    static Started select(Select type, Starting starting) {
        ArrayNode from = array("select", type.from(), starting);
        JsonNode result = starting.context().tools().compute(deadline -> {
            ActionScope names = starting.names();
            ArrayNode made = JsonValues.array();
            for (JsonNode element : from) {
                made.add(perElement(
                        "select",
                        "select",
                        type.text(),
                        () -> type.select().evaluate(new BoundItem(names, element), deadline)));
            }
            return made;
        });
        return ended(from, result);
    }

    static Started join(Join type, Starting starting) {
        JsonNode inputs = starting.evaluate(type.inputs());
        JsonNode from = inputs.path("from");
        JsonNode separator = inputs.path("joinWith");
        checkArray("join", from);
        if (!separator.isString()) {
            throw new EvaluationFailed("The 'joinWith' property value in the 'join' action inputs is of type '"
                    + JsonValues.kind(separator) + "'. The value must be a string.");
        }
        var text = new StringJoiner(separator.stringValue());
        from.forEach(element -> text.add(ValueText.of(element)));
        return new Started.Ended(inputs, ActionRow.Ending.succeeded(body(JsonValues.text(text.toString()))));
    }

    static Started table(Table type, Starting starting) {
        ArrayNode from = array("table", type.from(), starting);
        JsonNode result = starting.context().tools().compute(deadline -> {
            ActionScope names = starting.names();
            return JsonValues.text(new TableText(type, from)
                    .text((template, element) -> perElement(
                            "table", "columns", "", () -> template.evaluate(new BoundItem(names, element), deadline))));
        });
        return ended(from, result);
    }

    private interface Evaluated {
        JsonNode get();
    }

    private static JsonNode perElement(String type, String member, String text, Evaluated evaluated) {
        try {
            return evaluated.get();
        } catch (EvaluationFailed e) {
            throw new EvaluationFailed("The evaluation of '" + type + "' action '" + member + "' expression '" + text
                    + "' failed: '" + e.getMessage() + "'.");
        }
    }

    private static ArrayNode array(String type, Template from, Starting starting) {
        JsonNode value = starting.evaluate(from);
        checkArray(type, value);
        return (ArrayNode) value;
    }

    private static void checkArray(String type, JsonNode value) {
        if (!value.isArray()) {
            throw new EvaluationFailed("The 'from' property value in the '" + type + "' action inputs is of type '"
                    + JsonValues.kind(value) + "'. The value must be an array.");
        }
        if (value.size() > MAX_ELEMENTS) {
            throw new EvaluationFailed("The 'from' property value in the '" + type + "' action inputs has '"
                    + value.size() + "' elements, the limit is '" + MAX_ELEMENTS + "'.");
        }
    }

    private static Started ended(ArrayNode from, JsonNode result) {
        ObjectNode inputs = JsonValues.object();
        inputs.set("from", from);
        return new Started.Ended(inputs, ActionRow.Ending.succeeded(body(result)));
    }

    private static ObjectNode body(JsonNode value) {
        ObjectNode outputs = JsonValues.object();
        outputs.set("body", value);
        return outputs;
    }
}
