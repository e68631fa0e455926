package dev.postern.console.workflow;

import dev.postern.console.call.EdgeCalls;
import dev.postern.console.page.Done.Link;
import dev.postern.console.page.Visit;
import dev.postern.http.Response;

/** The forms about a run. */
final class RunForms {
    private RunForms() {}

    static Response cancel(Visit visit) {
        WorkflowApi api = WorkflowApi.of(visit);
        String run = visit.segment(4);
        api.post("/runs/" + EdgeCalls.encode(run) + "/cancel");
        return WorkflowForms.done(
                visit,
                api.place(),
                "Run cancelled",
                "The run " + run + " is cancelled. What its actions have done is not undone.",
                Commands.of(api.place(), "cancel", api.place().name(), run),
                new Link(api.place().run(run, ""), "The run"));
    }

    static Response resubmit(Visit visit) {
        WorkflowApi api = WorkflowApi.of(visit);
        String run = visit.segment(4);
        String started = WorkflowApi.started(api.post("/runs/" + EdgeCalls.encode(run) + "/resubmit"))
                .orElse(run);
        return WorkflowForms.done(
                visit,
                api.place(),
                "Run started again",
                "The run " + started + " has the data of the run " + run + " and the present definition.",
                Commands.of(api.place(), "resubmit", api.place().name(), run),
                new Link(api.place().run(started, ""), "The new run"));
    }
}
