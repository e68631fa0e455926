package dev.postern.workflow.action;

import dev.postern.workflow.expression.Template;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Answers the caller of the trigger. */
public record Response(Template inputs) implements ActionType {
    static Response read(ActionSource source) {
        source.members("kind");
        String kind = source.json().path("kind").asString("Http");
        if (!kind.equalsIgnoreCase("Http")) {
            throw source.invalid("the kind '" + kind + "' is not supported by Postern; 'Http' is");
        }
        if (source.inLoop()) {
            throw source.invalid("an action of type 'Response' cannot be inside 'Foreach' or 'Until'");
        }
        JsonNode inputs = source.inputs();
        source.known(inputs, "inputs", Set.of("statusCode", "headers", "body", "schema"));
        source.required(inputs, "inputs", "statusCode");
        JsonNode code = inputs.path("statusCode");
        if (ActionSource.plain(code) && !isStatus(code)) {
            throw source.invalid("the status code '" + code.asString("") + "' must be in '2xx', '4xx' or '5xx'");
        }
        return new Response(source.template(inputs));
    }

    private static boolean isStatus(JsonNode code) {
        String text = code.asString("");
        return text.matches("[245][0-9]{2}");
    }

    @Override
    public List<Template> templates() {
        return List.of(inputs);
    }
}
