package dev.postern.workflow.api;

import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.workflow.api.WorkflowApi.Call;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.engine.Runs;
import dev.postern.workflow.engine.Workflows;
import dev.postern.workflow.history.ActionEntry;
import dev.postern.workflow.history.ActionPlace;
import dev.postern.workflow.history.RunHistory;
import dev.postern.workflow.row.ActionKey;
import dev.postern.workflow.row.ActionRow;
import dev.postern.workflow.row.Attempt;
import dev.postern.workflow.row.RunRow;
import dev.postern.workflow.stored.VersionRow;
import dev.postern.workflow.stored.WorkflowRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The operations on the actions of a run. */
record ActionHistoryCalls(Workflows workflows, Runs runs) {
    static final String REPETITIONS = "repetitions";
    static final String SCOPE_REPETITIONS = "scopeRepetitions";

    /** With {@code contents=false}, a list of actions has no inputs and outputs and no links to them. Azure has no such option. */
    private static final String CONTENTS = "contents";

    private RunHistory history() {
        return runs.history();
    }

    /** The actions of the definition that have started, in its order. Those inside loops have one entry each. */
    Response list(Call call, WorkflowRow row) {
        RunRow run = RunCalls.run(runs, call, row);
        Status status = RunCalls.status(call);
        ActionShapes shapes = new ActionShapes(RunCalls.shapes(call, row, run));
        if (call.query().get(CONTENTS).orElse("true").equalsIgnoreCase("false")) {
            return outline(shapes, run, status);
        }
        List<ActionPlace> places = history().places(run);
        int top = call.query().top();
        var found = new ArrayList<Integer>();
        var shown = new ArrayList<JsonNode>();
        for (int i = Pages.behindNumber(call) + 1; i < places.size() && found.size() <= top; i++) {
            ActionEntry entry = history().entry(run.key(), places.get(i));
            if (entry != null && (status == null || status == entry.status())) {
                found.add(i);
                shown.add(found.size() <= top ? shapes.entry(entry) : Json.object());
            }
        }
        return Pages.page(call, found, key -> shown.get(found.indexOf(key)));
    }

    /** All actions in one page. A definition has at most 500. */
    private Response outline(ActionShapes shapes, RunRow run, @Nullable Status status) {
        ObjectNode root = Json.object();
        ArrayNode value = root.putArray("value");
        history().outline(run).stream()
                .filter(action -> status == null || status == action.status())
                .forEach(action -> value.add(shapes.outline(action)));
        return Json.response(200, root);
    }

    Response get(Call call, WorkflowRow row) {
        RunRow run = RunCalls.run(runs, call, row);
        ActionEntry entry = history().entry(run.key(), place(call, run));
        if (entry == null) {
            throw unknown(call);
        }
        return Json.response(200, new ActionShapes(RunCalls.shapes(call, row, run)).entry(entry));
    }

    private ActionPlace place(Call call, RunRow run) {
        ActionPlace place = history().place(run, call.value("a"));
        if (place == null) {
            throw unknown(call);
        }
        return place;
    }

    private static ArmFailure unknown(Call call) {
        return ArmFailure.notFound("WorkflowRunActionNotFound", "workflow run action", call.value("a"));
    }

    Response repetitions(Call call, WorkflowRow row) {
        return list(call, row, REPETITIONS);
    }

    /** The repetitions of the actions inside: of a loop its iterations. */
    Response scopeRepetitions(Call call, WorkflowRow row) {
        return list(call, row, SCOPE_REPETITIONS);
    }

    private Response list(Call call, WorkflowRow row, String collection) {
        RunRow run = RunCalls.run(runs, call, row);
        ActionPlace place = place(call, run);
        ActionShapes shapes = new ActionShapes(RunCalls.shapes(call, row, run));
        List<String> names = history()
                .repetitions(
                        run.key(),
                        place,
                        collection.equals(SCOPE_REPETITIONS),
                        Pages.behind(call),
                        RunCalls.status(call),
                        call.query().top() + 1);
        return Pages.page(call, names, name -> {
            ActionRow action = history().find(run.key(), new ActionKey(place.name(), name));
            return action == null ? null : shapes.repetition(place, collection, action);
        });
    }

    Response repetition(Call call, WorkflowRow row) {
        return one(call, row, REPETITIONS);
    }

    Response scopeRepetition(Call call, WorkflowRow row) {
        return one(call, row, SCOPE_REPETITIONS);
    }

    private Response one(Call call, WorkflowRow row, String collection) {
        RunRow run = RunCalls.run(runs, call, row);
        ActionPlace place = place(call, run);
        ActionRow action = repetition(call, run, place, collection.equals(SCOPE_REPETITIONS));
        return Json.response(
                200, new ActionShapes(RunCalls.shapes(call, row, run)).repetition(place, collection, action));
    }

    private ActionRow repetition(Call call, RunRow run, ActionPlace place, boolean scope) {
        String name = call.value("n");
        int loops = scope ? place.inner().size() : place.loops().size();
        boolean possible = loops > 0
                && name.split("-", -1).length == loops
                && !(scope && place.type().scopes().isEmpty());
        ActionRow action = possible ? history().find(run.key(), new ActionKey(place.name(), name)) : null;
        if (action == null) {
            throw ArmFailure.notFound(
                    "WorkflowRunActionRepetitionNotFound",
                    "repetition of the workflow run action '" + place.name() + "'",
                    name);
        }
        return action;
    }

    /** Finds the action itself, or its repetition if the path names one. */
    private ActionRow row(Call call, RunRow run) {
        ActionPlace place = place(call, run);
        if (call.match().route().template().contains("{n}")) {
            return repetition(call, run, place, false);
        }
        ActionRow action = history().find(run.key(), new ActionKey(place.name(), ""));
        if (action == null) {
            throw unknown(call);
        }
        return action;
    }

    /** The calls of an action; of many the last ones. */
    Response requests(Call call, WorkflowRow row) {
        RunRow run = RunCalls.run(runs, call, row);
        ActionRow action = row(call, run);
        ActionShapes shapes = new ActionShapes(RunCalls.shapes(call, row, run));
        int behind = Pages.behindNumber(call);
        List<Attempt> attempts = history().attempts(run.key(), action).stream()
                .filter(attempt -> attempt.number() > behind)
                .toList();
        return Pages.page(
                call,
                attempts.stream().map(Attempt::number).toList(),
                number -> attempts.stream()
                        .filter(attempt -> attempt.number() == number)
                        .map(attempt -> shapes.attempt(action, attempt))
                        .findFirst()
                        .orElse(null));
    }

    Response request(Call call, WorkflowRow row) {
        RunRow run = RunCalls.run(runs, call, row);
        ActionRow action = row(call, run);
        Attempt found = history().attempts(run.key(), action).stream()
                .filter(attempt -> ActionShapes.name(attempt).equals(call.value("h")))
                .findFirst()
                .orElseThrow(() -> ArmFailure.notFound(
                        "WorkflowRunActionRequestHistoryNotFound", "request history", call.value("h")));
        return Json.response(200, new ActionShapes(RunCalls.shapes(call, row, run)).attempt(action, found));
    }

    /** The expressions of an action with the values that they had. */
    Response traces(Call call, WorkflowRow row) {
        RunRow run = RunCalls.run(runs, call, row);
        ActionRow action = row(call, run);
        @Nullable VersionRow version = workflows.version(row.key(), run.version());
        JsonNode source = version == null
                ? Json.object()
                : Objects.requireNonNullElse(
                        ExpressionTraces.source(version.definition(), action.name()), Json.object());
        return Json.response(200, ExpressionTraces.of(source, action));
    }
}
