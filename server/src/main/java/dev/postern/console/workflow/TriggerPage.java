package dev.postern.console.workflow;

import static dev.postern.console.workflow.WorkflowApi.text;

import dev.postern.console.call.EdgeCalls;
import dev.postern.console.page.Visit;
import dev.postern.http.Response;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** {@code /console/workflows/NAME/triggers/TRIGGER}: when it fired, and what came of it. */
public final class TriggerPage {
    private static final int SIZE = 25;

    private TriggerPage() {}

    /** @param next the next page, or empty */
    public record Model(Head head, String trigger, List<Line> lines, String next, String command) {
        public Place place() {
            return head.place();
        }
    }

    /**
     * One time.
     *
     * @param fired whether runs started
     * @param run the id of the run, or empty
     */
    public record Line(String start, String status, boolean fired, String run, String link, String error) {}

    static Response show(Visit visit) {
        WorkflowApi api = WorkflowApi.of(visit);
        String trigger = visit.segment(4);
        String path = "/triggers/" + EdgeCalls.encode(trigger);
        JsonNode list = api.get(
                path + "/histories" + WorkflowApi.page(SIZE, visit.fields().text("after"), ""));
        String next = WorkflowApi.next(list);
        return visit.page(
                trigger,
                WorkflowPages.SECTION,
                "workflow/trigger.jte",
                new Model(
                        new Head(api.place(), "triggers"),
                        trigger,
                        list.path("value")
                                .valueStream()
                                .map(one -> line(api.place(), one))
                                .toList(),
                        next.isEmpty() ? "" : api.place().link(path + "?after=" + next),
                        Commands.of(api.place(), "run", api.place().name(), trigger)));
    }

    private static Line line(Place place, JsonNode history) {
        JsonNode properties = history.path("properties");
        String run = text(properties.path("run"), "name");
        return new Line(
                text(properties, "startTime"),
                text(properties, "status"),
                properties.path("fired").asBoolean(false),
                run,
                run.isEmpty() ? "" : place.run(run, ""),
                RunLine.error(properties));
    }
}
