package dev.postern.console.workflow;

import static dev.postern.console.workflow.WorkflowApi.text;

import dev.postern.console.call.EdgeCalls;
import dev.postern.console.call.EdgeRefusal;
import dev.postern.console.page.Visit;
import dev.postern.http.Json;
import dev.postern.http.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code /console/workflows/NAME/runs/RUN}: the graph with the state of each action. The state is read again until the run is over. */
public final class RunPage {
    private static final int SIZE = 100;

    private RunPage() {}

    /**
     * The page.
     *
     * @param graph null if the version of the definition with which the run started is not kept
     * @param actions those that have started, in the order of the definition
     * @param next the next actions, or empty
     */
    public record Model(
            Place place,
            String run,
            String status,
            String start,
            String end,
            String duration,
            String trigger,
            String error,
            String tracking,
            @Nullable GraphPicture graph,
            List<ActionLine> actions,
            int count,
            int from,
            String next,
            String cancelCommand,
            String resubmitCommand) {
        /** Differs when the page does. */
        String seen() {
            return Integer.toHexString(Objects.hash(status, count, actions, graph));
        }

        /** What is read again while the run goes on; null when it is over. */
        public @Nullable String refreshed() {
            return isOver() ? null : place.run(run, "/state?from=" + from + "&seen=" + seen());
        }

        public boolean isOver() {
            return Tone.isOver(status);
        }
    }

    /** @param repetitions 0 outside of loops */
    public record ActionLine(
            String name,
            String type,
            String inside,
            String link,
            String status,
            String code,
            String start,
            String duration,
            int repetitions,
            String error) {}

    static Response show(Visit visit) {
        Model model = model(visit);
        return visit.page("Run " + model.run(), WorkflowPages.SECTION, "workflow/run.jte", model);
    }

    static Response state(Visit visit) {
        Model model = model(visit);
        // 204 leaves the page as it is, also how far its graph is scrolled
        return !model.isOver() && visit.fields().text("seen").equals(model.seen())
                ? Response.empty(204)
                : visit.page("", WorkflowPages.SECTION, "workflow/runState.jte", model);
    }

    private static Model model(Visit visit) {
        WorkflowApi api = WorkflowApi.of(visit);
        Place place = api.place();
        String id = visit.segment(4);
        JsonNode properties = api.run(id).path("properties");
        String status = text(properties, "status");
        List<JsonNode> started = api.get("/runs/" + EdgeCalls.encode(id) + "/actions&contents=false")
                .path("value")
                .valueStream()
                .toList();
        Map<String, String> statuses = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        started.forEach(one -> statuses.put(text(one, "name"), text(one.path("properties"), "status")));
        DefinitionTree tree = tree(api, properties);
        Map<String, ActionList.Entry> entries = new HashMap<>();
        ActionList.of(tree.actions()).forEach(one -> entries.put(one.name(), one));
        int from = WorkflowListPage.from(visit);
        return new Model(
                place,
                id,
                status,
                text(properties, "startTime"),
                text(properties, "endTime"),
                Tone.duration(text(properties, "startTime"), text(properties, "endTime")),
                text(properties.path("trigger"), "name"),
                RunLine.error(properties),
                text(properties.path("correlation"), "clientTrackingId"),
                tree.actions().isEmpty() && tree.triggers().isEmpty()
                        ? null
                        : GraphDrawing.of(place.name(), tree, one -> state(place, id, properties, statuses, one)),
                started.stream()
                        .skip(from)
                        .limit(SIZE)
                        .map(one -> line(place, id, one, entries))
                        .toList(),
                started.size(),
                from,
                started.size() <= from + SIZE ? "" : place.run(id, "?from=" + (from + SIZE)),
                Commands.of(place, "cancel", place.name(), id),
                Commands.of(place, "resubmit", place.name(), id));
    }

    private static DefinitionTree tree(WorkflowApi api, JsonNode properties) {
        try {
            return DefinitionTree.read(
                    api.get("/versions/" + EdgeCalls.encode(text(properties.path("workflow"), "name")))
                            .path("properties")
                            .path("definition"));
        } catch (EdgeRefusal e) {
            if (e.status() != 404) {
                throw e;
            }
            return DefinitionTree.read(Json.object());
        }
    }

    private static GraphDrawing.State state(
            Place place, String run, JsonNode properties, Map<String, String> statuses, ActionNode node) {
        if (node.trigger()) {
            boolean fired = text(properties.path("trigger"), "name").equalsIgnoreCase(node.name());
            return fired
                    ? new GraphDrawing.State(text(properties.path("trigger"), "status"), place.run(run, "/trigger"))
                    : GraphDrawing.State.NONE;
        }
        String status = statuses.getOrDefault(node.name(), "");
        return status.isEmpty()
                ? GraphDrawing.State.NONE
                : new GraphDrawing.State(status, place.run(run, "/actions/" + EdgeCalls.encode(node.name())));
    }

    /** Some codes say nothing that the status does not. */
    private static String code(String code) {
        return code.equals("OK") || code.equals("NotSpecified") ? "" : code;
    }

    private static ActionLine line(Place place, String run, JsonNode action, Map<String, ActionList.Entry> entries) {
        JsonNode properties = action.path("properties");
        String name = text(action, "name");
        ActionList.Entry entry = entries.getOrDefault(name, new ActionList.Entry(name, "", "", ""));
        return new ActionLine(
                name,
                entry.type(),
                entry.inside(),
                place.run(run, "/actions/" + EdgeCalls.encode(name)),
                text(properties, "status"),
                code(text(properties, "code")),
                text(properties, "startTime"),
                Tone.duration(text(properties, "startTime"), text(properties, "endTime")),
                properties.path("repetitionCount").asInt(0),
                text(properties, "status").equals("Skipped") ? "" : RunLine.error(properties));
    }
}
