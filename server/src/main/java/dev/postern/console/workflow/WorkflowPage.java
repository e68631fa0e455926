package dev.postern.console.workflow;

import static dev.postern.console.workflow.WorkflowApi.text;

import dev.postern.console.call.EdgeCalls;
import dev.postern.console.page.Visit;
import dev.postern.http.Response;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** {@code /console/workflows/NAME}: the graph, the identity, the triggers, the latest runs. */
public final class WorkflowPage {
    private static final int LATEST = 5;

    private WorkflowPage() {}

    /**
     * The page.
     *
     * @param identity null if the workflow has none
     * @param runs the latest ones
     */
    public record Model(
            Head head,
            String state,
            String created,
            String changed,
            String version,
            @org.jspecify.annotations.Nullable WorkflowIdentity identity,
            List<TriggerLine> triggers,
            List<RunLine> runs,
            GraphPicture graph,
            List<ActionList.Entry> actions,
            String enableCommand) {
        public Place place() {
            return head.place();
        }

        public boolean isEnabled() {
            return state.equals("Enabled");
        }
    }

    /**
     * A trigger.
     *
     * @param recurrence how often it fires, as JSON; empty if it does not by itself
     * @param command that runs it now
     */
    public record TriggerLine(
            String name, String type, String link, String last, String next, String recurrence, String command) {}

    static Response show(Visit visit) {
        WorkflowApi api = WorkflowApi.of(visit);
        Place place = api.place();
        JsonNode workflow = api.workflow();
        JsonNode properties = workflow.path("properties");
        DefinitionTree tree = DefinitionTree.read(properties.path("definition"));
        List<RunLine> runs = api.get("/runs" + WorkflowApi.page(LATEST, "", ""))
                .path("value")
                .valueStream()
                .map(run -> RunLine.of(place, run))
                .toList();
        String verb = text(properties, "state").equals("Enabled") ? "disable" : "enable";
        return visit.page(
                text(workflow, "name"),
                WorkflowPages.SECTION,
                "workflow/show.jte",
                new Model(
                        new Head(place, ""),
                        text(properties, "state"),
                        text(properties, "createdTime"),
                        text(properties, "changedTime"),
                        text(properties, "version"),
                        WorkflowIdentity.of(visit.calls(), workflow.path("identity")),
                        triggers(api, properties.path("definition").path("triggers")),
                        runs,
                        GraphDrawing.of(text(workflow, "name"), tree, _ -> GraphDrawing.State.NONE),
                        ActionList.of(tree.actions()),
                        Commands.of(place, verb, place.name())));
    }

    private static List<TriggerLine> triggers(WorkflowApi api, JsonNode definitions) {
        Place place = api.place();
        return api.triggers()
                .valueStream()
                .map(one -> {
                    String name = text(one, "name");
                    JsonNode properties = one.path("properties");
                    JsonNode recurrence = properties.path("recurrence");
                    return new TriggerLine(
                            name,
                            text(definitions.path(name), "type"),
                            place.link("/triggers/" + EdgeCalls.encode(name)),
                            text(properties, "lastExecutionTime"),
                            text(properties, "nextExecutionTime"),
                            recurrence.isObject() ? recurrence.toString() : "",
                            Commands.of(place, "run", place.name(), name));
                })
                .toList();
    }
}
