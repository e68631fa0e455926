package dev.postern.console.workflow;

import static dev.postern.console.workflow.WorkflowApi.text;

import dev.postern.console.call.EdgeCalls;
import dev.postern.console.page.Visit;
import dev.postern.http.Response;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** {@code /console/workflows}. A tenant has at most 1,000 workflows, so their names are one list; what is shown of each is asked for the shown ones. */
public final class WorkflowListPage {
    private static final int SIZE = 20;

    private WorkflowListPage() {}

    /**
     * The page.
     *
     * @param searched the text that was searched for
     * @param count how many were found
     * @param next the next page, or empty
     */
    public record Model(
            String subscription,
            List<String> subscriptions,
            String searched,
            int count,
            boolean any,
            List<Line> lines,
            String next) {}

    /** A workflow. The times are empty if there are none. */
    public record Line(
            String name,
            String group,
            String link,
            String state,
            String lastRun,
            String lastLink,
            String lastStatus,
            String nextRun) {}

    static Response show(Visit visit) {
        String subscription = visit.fields().find("s").orElse(Place.SUBSCRIPTION);
        String searched = visit.fields().text("q");
        List<String> subscriptions = WorkflowApi.get(visit.calls(), Place.subscriptions())
                .path("value")
                .valueStream()
                .map(one -> text(one, "subscriptionId"))
                .toList();
        List<Place> all = WorkflowApi.get(visit.calls(), Place.names(subscription))
                .path("value")
                .valueStream()
                .map(one -> Place.ofId(text(one, "id")))
                .toList();
        String wanted = searched.toLowerCase(Locale.ROOT);
        List<Place> found = all.stream()
                .filter(one -> one.name().toLowerCase(Locale.ROOT).contains(wanted))
                .sorted(Comparator.comparing(Place::name, String.CASE_INSENSITIVE_ORDER)
                        .thenComparing(Place::group))
                .toList();
        int from = from(visit);
        List<Line> lines = found.stream()
                .skip(from)
                .limit(SIZE)
                .map(one -> line(new WorkflowApi(visit.calls(), one)))
                .toList();
        String next = found.size() <= from + SIZE
                ? ""
                : WorkflowPages.SECTION + "?from=" + (from + SIZE) + "&q=" + EdgeCalls.encode(searched) + "&s="
                        + EdgeCalls.encode(subscription);
        return visit.page(
                "Workflows",
                WorkflowPages.SECTION,
                "workflow/list.jte",
                new Model(subscription, subscriptions, searched, found.size(), !all.isEmpty(), lines, next));
    }

    /** The number of elements before a page. */
    static int from(Visit visit) {
        String from = visit.fields().text("from");
        return from.matches("[0-9]{1,6}") ? Integer.parseInt(from) : 0;
    }

    private static Line line(WorkflowApi api) {
        Place place = api.place();
        JsonNode triggers = api.triggers();
        JsonNode last =
                api.get("/runs" + WorkflowApi.page(1, "", "")).path("value").path(0);
        String next = triggers.valueStream()
                .map(one -> text(one.path("properties"), "nextExecutionTime"))
                .filter(time -> !time.isEmpty())
                .min(Comparator.naturalOrder())
                .orElse("");
        return new Line(
                place.name(),
                place.isUsual() ? "" : place.group(),
                place.link(""),
                text(triggers.path(0).path("properties"), "state"),
                text(last.path("properties"), "startTime"),
                last.isMissingNode() ? "" : place.run(text(last, "name"), ""),
                text(last.path("properties"), "status"),
                next);
    }
}
