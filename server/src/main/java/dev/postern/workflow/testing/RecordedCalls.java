package dev.postern.workflow.testing;

import dev.postern.query.Folding;
import dev.postern.workflow.action.Action;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.row.ActionKey;
import dev.postern.workflow.row.ActionRow;
import dev.postern.workflow.row.RunKey;
import dev.postern.workflow.row.RunRow;
import dev.postern.workflow.service.ActionCallResult;
import dev.postern.workflow.service.ActionCalls;
import dev.postern.workflow.service.Poll;
import dev.postern.workflow.stored.WorkflowRow;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Records the calls of a run instead of making them. A call without a defined result returns 200 without a body. Thread-safe. */
final class RecordedCalls implements ActionCalls {
    private final Map<String, List<TestCase.Result>> results;
    private final List<Recorded> calls = new CopyOnWriteArrayList<>();

    private record Recorded(long sequence, JsonNode call) {}

    RecordedCalls(Map<String, List<TestCase.Result>> results) {
        this.results = results.entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> Folding.lower(entry.getKey()), Map.Entry::getValue, (one, other) -> one));
    }

    @Override
    public ActionCallResult make(RunRow run, WorkflowRow workflow, Action action, ActionRow row) {
        JsonNode whole = JsonValues.orNull(row.inputs());
        JsonNode inputs = whole.has("subscribe") ? whole.path("subscribe") : whole;
        ObjectNode call = JsonValues.object();
        call.put("action", action.name());
        call.set("method", JsonValues.text(inputs.path("method").asString("")));
        call.set(
                "uri",
                JsonValues.text(inputs.path("uri").asString(inputs.path("path").asString(""))));
        if (inputs.has("body")) {
            call.set("body", inputs.path("body"));
        }
        calls.add(new Recorded(row.sequence(), call));
        @Nullable List<TestCase.Result> own = results.get(Folding.lower(action.name()));
        if (own == null) {
            ObjectNode outputs = JsonValues.object();
            outputs.put("statusCode", 200);
            outputs.putObject("headers");
            return new ActionCallResult.Defined(Status.SUCCEEDED, outputs, null);
        }
        TestCase.Result result = own.get(Math.min(own.size() - 1, row.key().index()));
        return new ActionCallResult.Defined(result.status(), result.outputs(), result.error());
    }

    @Override
    public Poll poll(ActionRow row, String location) {
        throw new IllegalStateException("A defined result is never polled");
    }

    @Override
    public Optional<ActionCallResult.Defined> look(RunRow run, Action action, ActionRow row) {
        throw new IllegalStateException("A defined result is never awaited");
    }

    @Override
    public String callbackUrl(WorkflowRow workflow, RunKey run, ActionKey action) {
        return "https://contoso.example/callbacks/" + action.name();
    }

    /** The calls in the order in which their actions started. */
    List<JsonNode> all() {
        return calls.stream()
                .sorted(Comparator.comparingLong(Recorded::sequence))
                .map(Recorded::call)
                .toList();
    }
}
