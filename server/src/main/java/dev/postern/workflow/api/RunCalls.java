package dev.postern.workflow.api;

import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.workflow.api.WorkflowApi.Call;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.engine.ActionRow;
import dev.postern.workflow.engine.RunKey;
import dev.postern.workflow.engine.RunRow;
import dev.postern.workflow.engine.Runs;
import dev.postern.workflow.engine.WorkflowRow;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The operations on runs and their actions. */
record RunCalls(Runs runs) {
    private static final Pattern FILTER = Pattern.compile("\\s*status\\s+eq\\s+'([A-Za-z]+)'\\s*");

    Response list(Call call, WorkflowRow row) {
        int top = call.query().top();
        String behind = call.query().get("$skiptoken").orElse("");
        List<RunRow> page = runs.list(row.key(), behind, status(call), top + 1);
        ObjectNode root = Json.object();
        ArrayNode value = root.putArray("value");
        page.stream().limit(top).forEach(run -> value.add(Shapes.run(row, run)));
        if (page.size() > top) {
            String filter = call.query().get("$filter").orElse("");
            String more = filter.isEmpty() ? "" : "&%24filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8);
            root.put(
                    "nextLink",
                    call.request().base() + call.request().rawPath() + "?api-version="
                            + call.query().get("api-version").orElse("") + "&%24top=" + top + more
                            + "&%24skiptoken=" + page.get(top - 1).key().name());
        }
        return Json.response(200, root);
    }

    static @Nullable Status status(Call call) {
        String filter = call.query().get("$filter").orElse("");
        if (filter.isBlank()) {
            return null;
        }
        Matcher matcher = FILTER.matcher(filter);
        if (!matcher.matches()) {
            throw new ArmFailure(400, "InvalidFilter", "Only \"status eq '...'\" is supported as $filter.");
        }
        return Status.named(matcher.group(1))
                .orElseThrow(() ->
                        new ArmFailure(400, "InvalidFilter", "The status '" + matcher.group(1) + "' is unknown."));
    }

    private RunRow run(Call call, WorkflowRow row) {
        RunRow run = runs.find(new RunKey(row.key(), call.value("r")));
        if (run == null) {
            throw ArmFailure.notFound("WorkflowRunNotFound", "workflow run", call.value("r"));
        }
        return run;
    }

    Response get(Call call, WorkflowRow row) {
        return Json.response(200, Shapes.run(row, run(call, row)));
    }

    Response cancel(Call call, WorkflowRow row) {
        RunRow run = run(call, row);
        if (!runs.cancel(run.key(), call.entry())) {
            throw new ArmFailure(
                    400,
                    "WorkflowRunInvalidState",
                    "The workflow run '" + run.key().name() + "' has ended and cannot be cancelled.");
        }
        return Response.empty(200);
    }

    Response actions(Call call, WorkflowRow row) {
        RunRow run = run(call, row);
        Status status = status(call);
        ObjectNode root = Json.object();
        ArrayNode value = root.putArray("value");
        for (ActionRow action : runs.actions(run.key())) {
            if (status == null || status == action.status()) {
                value.add(call.shapes().action(row, run, action));
            }
        }
        return Json.response(200, root);
    }

    Response action(Call call, WorkflowRow row) {
        RunRow run = run(call, row);
        for (ActionRow action : runs.actions(run.key())) {
            if (action.name().equalsIgnoreCase(call.value("a"))) {
                return Json.response(200, call.shapes().action(row, run, action));
            }
        }
        throw ArmFailure.notFound("WorkflowRunActionNotFound", "workflow run action", call.value("a"));
    }
}
