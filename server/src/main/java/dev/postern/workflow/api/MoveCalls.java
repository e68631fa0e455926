package dev.postern.workflow.api;

import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.workflow.api.WorkflowApi.Call;
import dev.postern.workflow.engine.Workflows;
import dev.postern.workflow.stored.VersionRow;
import dev.postern.workflow.stored.WorkflowPath;
import dev.postern.workflow.stored.WorkflowRow;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Moving workflows, and raising definitions to the current schema. */
record MoveCalls(Workflows workflows) {
    private static final int MAX_ID_LENGTH = 1_000;
    private static final Pattern ID = Pattern.compile(
            "/subscriptions/([^/]{1,64})/resourceGroups/([^/]{1,90})/providers/Microsoft\\.Logic/workflows/"
                    + "([A-Za-z0-9._() -]{1,80})",
            Pattern.CASE_INSENSITIVE);
    private static final String SCHEMA = "2016-06-01";

    /** Moves a workflow with its runs, its identity and its keys to another group or name. */
    Response move(Call call, WorkflowRow row) {
        String id = call.body().path("id").asString("");
        Matcher matcher = ID.matcher(id.length() > MAX_ID_LENGTH ? "" : id);
        if (!matcher.matches()) {
            throw new ArmFailure(
                    400,
                    "InvalidRequestContent",
                    "The property 'id' must be the resource id of a workflow: the one that it moves to.",
                    "id");
        }
        try {
            workflows.move(row, new WorkflowPath(matcher.group(1), matcher.group(2), matcher.group(3)), call.entry());
        } catch (Workflows.PathTaken e) {
            throw new ArmFailure(409, "WorkflowAlreadyExists", String.valueOf(e.getMessage()));
        }
        return Response.empty(200);
    }

    /** Every stored definition has the current schema: others are refused when they are saved. */
    Response upgraded(Call call, WorkflowRow row) {
        String wanted = call.body().path("targetSchemaVersion").asString("");
        if (!wanted.isEmpty() && !wanted.equals(SCHEMA)) {
            throw new ArmFailure(
                    400,
                    "InvalidRequestContent",
                    "The schema version '" + wanted + "' is not supported by Postern; '" + SCHEMA + "' is.",
                    "targetSchemaVersion");
        }
        VersionRow version = Objects.requireNonNull(workflows.version(row.key(), row.version()));
        JsonNode definition = version.definition();
        return Json.response(200, definition);
    }
}
