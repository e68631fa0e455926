package dev.postern.console.workflow;

import dev.postern.console.call.EdgeCalls;
import dev.postern.console.page.Done;
import dev.postern.console.page.Done.Link;
import dev.postern.console.page.Visit;
import dev.postern.http.Response;
import dev.postern.token.Resource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The forms about a workflow as a whole. */
public final class WorkflowForms {
    private WorkflowForms() {}

    /**
     * The page that asks before a workflow is deleted.
     *
     * @param identity null if it has none, or one that others may have, too
     * @param runs whether there are runs
     */
    public record Delete(Head head, @Nullable WorkflowIdentity identity, boolean runs, String command) {
        public Place place() {
            return head.place();
        }
    }

    /** What was done, with links back. */
    static Response done(Visit visit, Place place, String title, String text, String command, Link... more) {
        Link back = new Link(place.link(""), "The workflow");
        List<Link> next = more.length == 0 ? List.of(back) : List.of(more[0], back);
        return visit.done(new Done(
                title, WorkflowPages.SECTION, text, List.of(), List.of(), command.isEmpty() ? null : command, next));
    }

    static Response run(Visit visit) {
        WorkflowApi api = WorkflowApi.of(visit);
        Place place = api.place();
        String trigger = visit.fields().text("trigger");
        Response answer = api.post("/triggers/" + EdgeCalls.encode(trigger) + "/run");
        String command = Commands.of(place, "run", place.name(), trigger);
        Optional<String> run = WorkflowApi.started(answer);
        return run.isPresent()
                ? done(
                        visit,
                        place,
                        "Run started",
                        "The trigger " + trigger + " has started the run " + run.get() + ".",
                        command,
                        new Link(place.run(run.get(), ""), "The run"))
                : done(
                        visit,
                        place,
                        "Trigger runs",
                        "The trigger " + trigger + " looks now whether there is something to run for.",
                        command,
                        new Link(place.link("/triggers/" + EdgeCalls.encode(trigger)), "Its history"));
    }

    static Response enable(Visit visit, boolean enabled) {
        WorkflowApi api = WorkflowApi.of(visit);
        String verb = enabled ? "enable" : "disable";
        api.post("/" + verb);
        return done(
                visit,
                api.place(),
                enabled ? "Workflow enabled" : "Workflow disabled",
                "The workflow " + api.place().name()
                        + (enabled ? " starts runs again." : " starts no runs. Those that have started go on."),
                Commands.of(api.place(), verb, api.place().name()));
    }

    static Response askToDelete(Visit visit) {
        WorkflowApi api = WorkflowApi.of(visit);
        JsonNode identity = api.workflow().path("identity");
        boolean own = identity.has("principalId");
        return visit.page(
                "Delete " + api.place().name(),
                WorkflowPages.SECTION,
                "workflow/delete.jte",
                new Delete(
                        new Head(api.place(), ""),
                        own ? WorkflowIdentity.of(visit.calls(), identity) : null,
                        !api.get("/runs" + WorkflowApi.page(1, "", ""))
                                .path("value")
                                .isEmpty(),
                        Commands.of(api.place(), "delete", api.place().name())));
    }

    static Response delete(Visit visit) {
        WorkflowApi api = WorkflowApi.of(visit);
        Place place = api.place();
        visit.calls().send(Resource.MANAGEMENT, "DELETE", place.api(""));
        String command = Commands.of(place, "delete", place.name());
        return visit.done(new Done(
                "Workflow deleted",
                WorkflowPages.SECTION,
                "The workflow " + place.name() + " does not exist any more.",
                List.of(),
                List.of(),
                command.isEmpty() ? null : command,
                List.of(new Link(WorkflowPages.SECTION, "Workflows"))));
    }
}
