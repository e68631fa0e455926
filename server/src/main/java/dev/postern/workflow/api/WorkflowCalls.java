package dev.postern.workflow.api;

import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.query.Folding;
import dev.postern.workflow.api.WorkflowApi.Call;
import dev.postern.workflow.compiled.Definition;
import dev.postern.workflow.compiled.DefinitionReader;
import dev.postern.workflow.engine.Workflows;
import dev.postern.workflow.stored.AccessControl;
import dev.postern.workflow.stored.Deployment;
import dev.postern.workflow.stored.VersionRow;
import dev.postern.workflow.stored.WorkflowRow;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The operations on workflows. */
record WorkflowCalls(Workflows workflows) {
    private static final int MAX_NAME_LENGTH = 80;

    Response put(Call call) {
        if (!call.value("w").matches("[A-Za-z0-9._() -]{1," + MAX_NAME_LENGTH + "}")) {
            throw new ArmFailure(
                    400, "InvalidResourceName", "The workflow name '" + call.value("w") + "' is not valid.");
        }
        WorkflowRow old = workflows.find(call.tenant(), call.path());
        if (old != null) {
            CallbackAccess.checkAddress(AccessControl.of(old), AccessControl.Part.MANAGEMENT, call.request());
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

    /** Changes the given members only; without a body, nothing. */
    Response patch(Call call, WorkflowRow row) {
        JsonNode body = call.body();
        if (body.isEmpty()) {
            return get(call, row);
        }
        VersionRow version = Objects.requireNonNull(workflows.version(row.key(), row.version()));
        Deployment wanted = Deployment.read(WorkflowPatch.merged(row, version, body), call.clock());
        Workflows.Saved saved = workflows.save(call.tenant(), row.path(), wanted, call.entry());
        return Json.response(200, shape(call, saved.row()));
    }

    Response delete(Call call) {
        WorkflowRow old = workflows.find(call.tenant(), call.path());
        if (old != null) {
            CallbackAccess.checkAddress(AccessControl.of(old), AccessControl.Part.MANAGEMENT, call.request());
        }
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
        List<WorkflowRow> rows = workflows.list(call.tenant(), call.value("s"), group).stream()
                .filter(row -> filter.isEmpty() || filter.contains("'enabled'") == row.enabled())
                .toList();
        return Json.response(200, Pages.of(call, rows, row -> row.path().folded(), row -> shape(call, row)));
    }

    Response swagger(Call call, WorkflowRow row) {
        VersionRow version = Objects.requireNonNull(workflows.version(row.key(), row.version()));
        return Json.response(
                200,
                Swagger.of(
                        call.request().base(),
                        row,
                        version.definition(),
                        workflows.definition(row).triggers().values()));
    }

    Response versions(Call call, WorkflowRow row) {
        return Json.response(
                200,
                Pages.of(
                        call,
                        workflows.versions(row.key()),
                        VersionRow::version,
                        version -> Shapes.version(row, version, compiled(call, version))));
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
