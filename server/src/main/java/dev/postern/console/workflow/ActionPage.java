package dev.postern.console.workflow;

import static dev.postern.console.workflow.WorkflowApi.text;

import dev.postern.console.call.EdgeCalls;
import dev.postern.console.page.Visit;
import dev.postern.http.Response;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * {@code /console/workflows/NAME/runs/RUN/actions/ACTION}: what one action got and gave, its calls, its repetitions. With {@code ?r=000001} it is about one
 * repetition.
 */
public final class ActionPage {
    private static final int SIZE = 25;

    private ActionPage() {}

    /**
     * The page.
     *
     * @param repetition the name of the repetition that is shown, or empty
     * @param service the request id of the server that was called; if that is this one, the audit has it
     * @param repetitions of the action, or of a loop its iterations
     * @param next the next repetitions, or empty
     */
    public record Model(
            Place place,
            String run,
            String action,
            String repetition,
            String status,
            String code,
            String start,
            String end,
            String duration,
            String error,
            String service,
            List<ShownJson> contents,
            List<Attempt> attempts,
            List<Repetition> repetitions,
            String next) {}

    /** A call. */
    public record Attempt(String name, String request, String start, String duration, String code, String error) {}

    /** @param link the page about it, or empty */
    public record Repetition(String name, String link, String status, String start, String duration, String error) {}

    static Response show(Visit visit) {
        WorkflowApi api = WorkflowApi.of(visit);
        String run = visit.segment(4);
        String action = visit.segment(6);
        String repetition = visit.fields().text("r");
        String rest = rest(run, action, repetition);
        JsonNode properties = api.get(rest).path("properties");
        boolean summary = properties.path("repetitionCount").asInt(0) > 0;
        String list = summary
                ? "repetitions"
                : properties.has("iterationCount") && repetition.isEmpty() ? "scopeRepetitions" : "";
        JsonNode repetitions = list.isEmpty()
                ? properties.path("none")
                : api.get(WorkflowApi.action(run, action) + "/" + list
                        + WorkflowApi.page(SIZE, visit.fields().text("after"), ""));
        String next = WorkflowApi.next(repetitions);
        return visit.page(
                action,
                WorkflowPages.SECTION,
                "workflow/action.jte",
                new Model(
                        api.place(),
                        run,
                        action,
                        repetition,
                        text(properties, "status"),
                        text(properties, "code"),
                        text(properties, "startTime"),
                        text(properties, "endTime"),
                        Tone.duration(text(properties, "startTime"), text(properties, "endTime")),
                        RunLine.error(properties),
                        service(properties),
                        contents(visit, api.place(), properties),
                        summary
                                ? List.of()
                                : attempts(api.get(rest + "/requestHistories" + WorkflowApi.page(SIZE, "", ""))),
                        repetitions
                                .path("value")
                                .valueStream()
                                .map(one -> repetition(api.place(), run, action, one, summary))
                                .toList(),
                        next.isEmpty()
                                ? ""
                                : api.place().run(run, "/actions/" + EdgeCalls.encode(action) + "?after=" + next)));
    }

    private static String rest(String run, String action, String repetition) {
        return WorkflowApi.action(run, action)
                + (repetition.isEmpty() ? "" : "/repetitions/" + EdgeCalls.encode(repetition));
    }

    private static List<ShownJson> contents(Visit visit, Place place, JsonNode properties) {
        String repetition = visit.fields().text("r");
        String query = repetition.isEmpty() ? "" : "?r=" + EdgeCalls.encode(repetition);
        String path = "/actions/" + EdgeCalls.encode(visit.segment(6)) + "/";
        return Stream.of(
                        ShownJson.of(
                                visit.calls(),
                                properties,
                                "inputs",
                                "Inputs",
                                place.run(visit.segment(4), path + "inputs" + query)),
                        ShownJson.of(
                                visit.calls(),
                                properties,
                                "outputs",
                                "Outputs",
                                place.run(visit.segment(4), path + "outputs" + query)))
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    private static String service(JsonNode properties) {
        return properties
                .path("outputs")
                .path("headers")
                .propertyStream()
                .filter(one -> one.getKey().equalsIgnoreCase("request-id"))
                .map(one -> one.getValue().asString(""))
                .filter(id -> id.matches("[0-9a-fA-F-]{36}"))
                .findFirst()
                .orElse("");
    }

    private static List<Attempt> attempts(JsonNode list) {
        return list.path("value")
                .valueStream()
                .map(one -> {
                    JsonNode properties = one.path("properties");
                    JsonNode request = properties.path("request");
                    int status = properties.path("response").path("statusCode").asInt(0);
                    return new Attempt(
                            text(one, "name"),
                            (text(request, "method") + " " + text(request, "uri")).strip(),
                            text(properties, "startTime"),
                            Tone.duration(text(properties, "startTime"), text(properties, "endTime")),
                            status == 0 ? text(properties, "code") : String.valueOf(status),
                            RunLine.error(properties));
                })
                .toList();
    }

    private static Repetition repetition(Place place, String run, String action, JsonNode one, boolean linked) {
        JsonNode properties = one.path("properties");
        String name = text(one, "name");
        return new Repetition(
                name,
                linked ? place.run(run, "/actions/" + EdgeCalls.encode(action) + "?r=" + EdgeCalls.encode(name)) : "",
                text(properties, "status"),
                text(properties, "startTime"),
                Tone.duration(text(properties, "startTime"), text(properties, "endTime")),
                RunLine.error(properties));
    }

    static Response file(Visit visit) {
        String part = RunTriggerPage.part(visit, 7);
        JsonNode properties = WorkflowApi.of(visit)
                .get(rest(visit.segment(4), visit.segment(6), visit.fields().text("r")))
                .path("properties");
        return ShownJson.file(visit, properties, part, "action-" + part + ".json");
    }
}
