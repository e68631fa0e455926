package dev.postern.workflow.api;

import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.workflow.api.WorkflowApi.Call;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.engine.Runs;
import dev.postern.workflow.engine.Workflows;
import dev.postern.workflow.row.RunFilter;
import dev.postern.workflow.row.RunKey;
import dev.postern.workflow.row.RunRow;
import dev.postern.workflow.row.TriggerHistory;
import dev.postern.workflow.stored.WorkflowRow;
import dev.postern.workflow.trigger.Triggers;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The operations on runs. */
record RunCalls(Workflows workflows, Triggers triggers, Runs runs) {
    Response list(Call call, WorkflowRow row) {
        RunFilter filter = RunFilterText.runs(call.query().get("$filter").orElse(""));
        int top = call.query().top();
        return Pages.page(call, runs.names(row.key(), Pages.behind(call), filter, top + 1), name -> {
            RunRow run = runs.find(new RunKey(row.key(), name));
            return run == null ? null : shapes(call, row, run).shape();
        });
    }

    /** Returns the status of a list's filter; null without one. */
    static @Nullable Status status(Call call) {
        return RunFilterText.status(call.query().get("$filter").orElse(""));
    }

    static RunShapes shapes(Call call, WorkflowRow row, RunRow run) {
        return new RunShapes(call.links(), row, run);
    }

    static RunRow run(Runs runs, Call call, WorkflowRow row) {
        RunRow run = runs.find(new RunKey(row.key(), call.value("r")));
        if (run == null) {
            throw ArmFailure.notFound("WorkflowRunNotFound", "workflow run", call.value("r"));
        }
        return run;
    }

    Response get(Call call, WorkflowRow row) {
        return Json.response(200, shapes(call, row, run(runs, call, row)).shape());
    }

    Response cancel(Call call, WorkflowRow row) {
        RunRow run = run(runs, call, row);
        if (!runs.cancel(run.key(), call.entry())) {
            throw new ArmFailure(
                    400,
                    "WorkflowRunInvalidState",
                    "The workflow run '" + run.key().name() + "' has ended and cannot be cancelled.");
        }
        return Response.empty(200);
    }

    /** Starts a run of the current version with the trigger data of this run. */
    Response resubmit(Call call, WorkflowRow row) {
        RunRow former = run(runs, call, row);
        if (!row.enabled()) {
            throw new ArmFailure(
                    400, "WorkflowDisabled", "The workflow '" + row.path().name() + "' is disabled. Enable it first.");
        }
        if (workflows.definition(row).trigger(former.triggerName()) == null) {
            throw new ArmFailure(
                    400,
                    "WorkflowTriggerNotFound",
                    "The current version of the workflow has no trigger '" + former.triggerName()
                            + "', which started the run.");
        }
        TriggerHistory history =
                triggers.history(row.key(), former.triggerName(), former.key().name());
        if (history == null || !triggers.isWhole(row.key(), history)) {
            throw new ArmFailure(
                    409,
                    "WorkflowRunNotResubmittable",
                    "The data of the trigger contained secrets, which are not kept after the run. Call the trigger"
                            + " again instead.");
        }
        return TriggerCalls.accepted(triggers.resubmit(
                row,
                Objects.requireNonNull(workflows.definition(row).trigger(former.triggerName())),
                history,
                call.entry()));
    }
}
