package dev.postern.console.workflow;

import dev.postern.console.page.Visit;
import dev.postern.http.Json;
import dev.postern.http.Response;
import tools.jackson.databind.JsonNode;

/** {@code /console/workflows/NAME/definition}: the definition and the values of its parameters, as JSON. */
public final class DefinitionPage {
    private DefinitionPage() {}

    /** The page. */
    public record Model(Head head, ShownJson definition, ShownJson parameters, String command) {}

    static Response show(Visit visit) {
        WorkflowApi api = WorkflowApi.of(visit);
        JsonNode workflow = api.workflow();
        JsonNode properties = workflow.path("properties");
        String file = api.place().link("/definition/file");
        return visit.page(
                api.place().name(),
                WorkflowPages.SECTION,
                "workflow/definition.jte",
                new Model(
                        new Head(api.place(), "definition"),
                        ShownJson.of(properties.path("definition"), "Definition", file),
                        ShownJson.of(properties.path("parameters"), "Values of parameters", file),
                        Commands.of(api.place(), "deploy", api.place().name(), "FILE")));
    }

    static Response file(Visit visit) {
        JsonNode properties = WorkflowApi.of(visit).workflow().path("properties");
        return ShownJson.attachment(
                Response.of(200, "application/json", Json.write(properties.path("definition"))), "definition.json");
    }
}
