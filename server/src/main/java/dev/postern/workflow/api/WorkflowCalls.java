package dev.postern.workflow.api;

import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.query.Folding;
import dev.postern.workflow.api.WorkflowApi.Call;
import dev.postern.workflow.definition.Definition;
import dev.postern.workflow.definition.DefinitionReader;
import dev.postern.workflow.engine.Deployment;
import dev.postern.workflow.engine.VersionRow;
import dev.postern.workflow.engine.WorkflowRow;
import dev.postern.workflow.engine.Workflows;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The operations on workflows. */
record WorkflowCalls(Workflows workflows) {
    private static final int MAX_NAME_LENGTH = 80;

    Response put(Call call) {
        if (!call.value("w").matches("[A-Za-z0-9._() -]{1," + MAX_NAME_LENGTH + "}")) {
            throw new ArmFailure(
                    400, "InvalidResourceName", "The workflow name '" + call.value("w") + "' is not valid.");
        }
        Deployment wanted = Deployment.read(call.body(), call.clock());
        Workflows.Saved saved = workflows.save(call.tenant(), call.path(), wanted, call.entry());
        return Json.response(saved.created() ? 201 : 200, shape(call, saved.row()));
    }

    Response get(Call call, WorkflowRow row) {
        return Json.response(200, shape(call, row));
    }

    private JsonNode shape(Call call, WorkflowRow row) {
        VersionRow version = Objects.requireNonNull(workflows.version(row.key(), row.version()));
        return call.shapes().workflow(row, version, workflows.definition(row), workflows::user);
    }

    Response delete(Call call) {
        return Response.empty(workflows.delete(call.tenant(), call.path(), call.entry()) ? 200 : 204);
    }

    Response validate(Call call) {
        var _ = Deployment.read(call.body(), call.clock());
        return Response.empty(200);
    }

    Response enable(Call call, WorkflowRow row, boolean enabled) {
        workflows.enable(row, enabled, call.entry());
        return Response.empty(200);
    }

    Response listSubscription(Call call) {
        return list(call, null);
    }

    Response listGroup(Call call) {
        return list(call, call.value("g"));
    }

    private Response list(Call call, @Nullable String group) {
        String filter = Folding.lower(call.query().get("$filter").orElse("")).strip();
        if (!filter.isEmpty() && !filter.matches("state eq '(enabled|disabled)'")) {
            throw new ArmFailure(400, "InvalidFilter", "Only \"state eq '...'\" is supported as $filter.");
        }
        ObjectNode root = Json.object();
        ArrayNode value = root.putArray("value");
        for (WorkflowRow row : workflows.list(call.tenant(), call.value("s"), group)) {
            if (filter.isEmpty() || filter.contains("'enabled'") == row.enabled()) {
                value.add(shape(call, row));
            }
        }
        return Json.response(200, root);
    }

    Response versions(Call call, WorkflowRow row) {
        ObjectNode root = Json.object();
        ArrayNode value = root.putArray("value");
        List<VersionRow> versions = workflows.versions(row.key());
        versions.forEach(version -> value.add(Shapes.version(row, version, compiled(call, version))));
        return Json.response(200, root);
    }

    Response version(Call call, WorkflowRow row) {
        VersionRow version = workflows.version(row.key(), call.value("v"));
        if (version == null) {
            throw ArmFailure.notFound("WorkflowVersionNotFound", "workflow version", call.value("v"));
        }
        return Json.response(200, Shapes.version(row, version, compiled(call, version)));
    }

    private static Definition compiled(Call call, VersionRow version) {
        return DefinitionReader.read(version.definition(), version.parameters(), call.clock());
    }
}
