package dev.postern.workflow.run;

import dev.postern.workflow.action.Response;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Executes Response. */
public final class ResponseAction {
    private ResponseAction() {}

    static Started respond(Response type, Starting starting) {
        JsonNode inputs = starting.evaluate(type.inputs());
        String code = inputs.path("statusCode").asString("");
        if (!code.matches("[245][0-9]{2}")) {
            return Started.failed(
                    inputs, "BadRequest", "The status code '" + code + "' must be in '2xx', '4xx' or '5xx'.");
        }
        ObjectNode outputs = ((ObjectNode) inputs).deepCopy();
        outputs.put("statusCode", Integer.parseInt(code));
        return new Started.Responded(inputs, outputs);
    }
}
