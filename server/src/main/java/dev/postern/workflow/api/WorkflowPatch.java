package dev.postern.workflow.api;

import dev.postern.http.Json;
import dev.postern.workflow.stored.VersionRow;
import dev.postern.workflow.stored.WorkflowRow;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Applies a PATCH to a stored workflow. The values of parameters are replaced one by one: the API does not show the secure ones. */
final class WorkflowPatch {
    private static final String PARAMETERS = "parameters";

    private WorkflowPatch() {}

    /** Returns the whole resource as a PUT would contain it. Without {@code identity} and {@code state}, these do not change. */
    static JsonNode merged(WorkflowRow row, VersionRow version, JsonNode patch) {
        ObjectNode whole = Json.object();
        ObjectNode properties = Json.object();
        for (Map.Entry<String, JsonNode> kept : row.resource().properties()) {
            boolean inProperties = kept.getKey().equals("accessControl");
            (inProperties ? properties : whole).set(kept.getKey(), kept.getValue());
        }
        properties.set("definition", version.definition());
        ObjectNode parameters = Json.object();
        version.parameters().properties().forEach(entry -> parameters.set(entry.getKey(), entry.getValue()));
        properties.set(PARAMETERS, parameters);
        for (Map.Entry<String, JsonNode> member : patch.properties()) {
            if (!member.getKey().equals("properties")) {
                whole.set(member.getKey(), member.getValue());
            }
        }
        for (Map.Entry<String, JsonNode> member : patch.path("properties").properties()) {
            if (member.getKey().equals(PARAMETERS)) {
                member.getValue().properties().forEach(entry -> parameters.set(entry.getKey(), entry.getValue()));
            } else {
                properties.set(member.getKey(), member.getValue());
            }
        }
        whole.set("properties", properties);
        return whole;
    }
}
