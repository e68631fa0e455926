package dev.postern.console.workflow;

import static dev.postern.console.workflow.WorkflowApi.text;

import dev.postern.console.call.EdgeRefusal;
import dev.postern.console.page.Visit;
import dev.postern.http.Response;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** {@code /console/workflows/NAME/runs/RUN/trigger}: what the trigger got, and what the run gave back. */
public final class RunTriggerPage {
    static final List<String> PARTS = List.of("inputs", "outputs");

    private RunTriggerPage() {}

    /** The page. */
    public record Model(Place place, String run, String trigger, String scheduled, List<ShownJson> contents) {}

    static Response show(Visit visit) {
        WorkflowApi api = WorkflowApi.of(visit);
        String run = visit.segment(4);
        JsonNode properties = api.run(run).path("properties");
        JsonNode trigger = properties.path("trigger");
        JsonNode outputs = properties.path("outputs");
        JsonNode response = properties.path("response").path("outputs");
        List<ShownJson> contents = Stream.of(
                        ShownJson.of(
                                visit.calls(),
                                trigger,
                                "inputs",
                                "Inputs of the trigger",
                                api.place().run(run, "/trigger/inputs")),
                        ShownJson.of(
                                visit.calls(),
                                trigger,
                                "outputs",
                                "Outputs of the trigger",
                                api.place().run(run, "/trigger/outputs")),
                        outputs.isEmpty() ? null : ShownJson.of(outputs, "Outputs of the run", ""),
                        response.isMissingNode() ? null : ShownJson.of(response, "Response", ""))
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
        return visit.page(
                "Trigger of the run " + run,
                WorkflowPages.SECTION,
                "workflow/runTrigger.jte",
                new Model(api.place(), run, text(trigger, "name"), text(trigger, "scheduledTime"), contents));
    }

    static Response file(Visit visit) {
        String part = part(visit, 6);
        JsonNode trigger =
                WorkflowApi.of(visit).run(visit.segment(4)).path("properties").path("trigger");
        return ShownJson.file(visit, trigger, part, "trigger-" + part + ".json");
    }

    /** The part of a content that the path names. */
    static String part(Visit visit, int segment) {
        String part = visit.segment(segment);
        if (!PARTS.contains(part)) {
            throw new EdgeRefusal(404, "NotFound", "There is no such content.");
        }
        return part;
    }
}
