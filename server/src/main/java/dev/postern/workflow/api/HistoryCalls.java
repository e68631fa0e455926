package dev.postern.workflow.api;

import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.workflow.api.WorkflowApi.Call;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.definition.Trigger;
import dev.postern.workflow.engine.Workflows;
import dev.postern.workflow.row.TriggerHistory;
import dev.postern.workflow.stored.WorkflowRow;
import dev.postern.workflow.trigger.Fired;
import dev.postern.workflow.trigger.Triggers;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The operations on the histories of triggers. */
record HistoryCalls(Workflows workflows, Triggers triggers) {
    Response list(Call call, WorkflowRow row) {
        Trigger trigger = TriggerCalls.trigger(workflows, call, row);
        int top = call.query().top();
        @Nullable Status status = RunCalls.status(call);
        List<TriggerHistory> page = triggers.histories(
                row.key(), trigger.name(), call.query().get("$skiptoken").orElse(""), status, top + 1);
        ObjectNode root = Json.object();
        ArrayNode value = root.putArray("value");
        page.stream().limit(top).forEach(history -> value.add(Shapes.history(row, history)));
        if (page.size() > top) {
            root.put("nextLink", Pages.next(call, page.get(top - 1).name()));
        }
        return Json.response(200, root);
    }

    private TriggerHistory history(Call call, WorkflowRow row, Trigger trigger) {
        TriggerHistory history = triggers.history(row.key(), trigger.name(), call.value("h"));
        if (history == null) {
            throw ArmFailure.notFound(
                    "WorkflowTriggerHistoryNotFound", "history of the workflow trigger", call.value("h"));
        }
        return history;
    }

    Response get(Call call, WorkflowRow row) {
        Trigger trigger = TriggerCalls.trigger(workflows, call, row);
        return Json.response(200, call.shapes().whole(row, history(call, row, trigger)));
    }

    /** Fires the trigger again with the data of a former fire. */
    Response resubmit(Call call, WorkflowRow row) {
        Trigger trigger = TriggerCalls.trigger(workflows, call, row);
        TriggerHistory history = history(call, row, trigger);
        TriggerCalls.requireEnabled(row);
        if (history.status() == Status.FAILED) {
            throw new ArmFailure(
                    400,
                    "TriggerHistoryNotResubmittable",
                    "The trigger failed, so there is no data to fire with again.");
        }
        if (!triggers.isWhole(row.key(), history)) {
            throw new ArmFailure(
                    409,
                    "TriggerHistoryNotResubmittable",
                    "The data of the trigger contained secrets, which are not kept after the run. Call the trigger "
                            + "again instead.");
        }
        Fired fired = triggers.resubmit(row, trigger, history, call.entry());
        return TriggerCalls.accepted(fired);
    }
}
