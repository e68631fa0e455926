package dev.postern.console.workflow;

import dev.postern.console.call.EdgeCalls;
import dev.postern.console.page.Visit;
import dev.postern.http.Response;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** {@code /console/workflows/NAME/runs}: the newest first. */
public final class RunsPage {
    private static final int SIZE = 25;
    private static final List<String> STATUSES =
            List.of("Running", "Waiting", "Succeeded", "Failed", "TimedOut", "Cancelled", "Skipped");

    private RunsPage() {}

    /** @param next the next page, or empty */
    public record Model(
            Head head, List<String> statuses, String status, List<RunLine> runs, String next, String command) {
        public Place place() {
            return head.place();
        }
    }

    static Response show(Visit visit) {
        WorkflowApi api = WorkflowApi.of(visit);
        String status = visit.fields().find("status").filter(STATUSES::contains).orElse("");
        JsonNode list = api.get("/runs" + WorkflowApi.page(SIZE, visit.fields().text("after"), filter(status)));
        String next = WorkflowApi.next(list);
        return visit.page(
                api.place().name(),
                WorkflowPages.SECTION,
                "workflow/runs.jte",
                new Model(
                        new Head(api.place(), "runs"),
                        STATUSES,
                        status,
                        list.path("value")
                                .valueStream()
                                .map(run -> RunLine.of(api.place(), run))
                                .toList(),
                        next.isEmpty()
                                ? ""
                                : api.place().link("/runs?status=" + EdgeCalls.encode(status) + "&after=" + next),
                        Commands.of(api.place(), "run", api.place().name())));
    }

    /** The filter of a list; empty for all. */
    static String filter(String status) {
        return status.isEmpty() ? "" : "status eq '" + status + "'";
    }
}
