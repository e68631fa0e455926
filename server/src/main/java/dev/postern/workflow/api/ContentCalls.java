package dev.postern.workflow.api;

import dev.postern.workflow.engine.Runs;
import dev.postern.workflow.row.ActionKey;
import dev.postern.workflow.row.ActionRow;
import dev.postern.workflow.row.Attempt;
import dev.postern.workflow.row.RunKey;
import dev.postern.workflow.row.RunRow;
import dev.postern.workflow.stored.WorkflowRow;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The contents of a run that signed links lead to. */
record ContentCalls(Runs runs, WorkflowRow row) {
    static final String INPUTS = "inputs";
    static final String OUTPUTS = "outputs";
    static final String RESPONSE_BODY = "responseBody";
    static final String TRIGGER_INPUTS = "triggerInputs";
    static final String TRIGGER_OUTPUTS = "triggerOutputs";

    private static final String ACTION = "/runs/{r}/actions/{a}";
    private static final String HISTORY = "/requestHistories/{h}";
    private static final String REPETITION = "/repetitions/{n}";

    /** What has contents, below a workflow. */
    static final List<String> ROUTES =
            List.of("/runs/{r}", ACTION, ACTION + REPETITION, ACTION + HISTORY, ACTION + REPETITION + HISTORY);

    /** The segments of a path below a workflow: a name may contain a slash. */
    static List<String> run(RunKey run) {
        return List.of("runs", run.name());
    }

    static List<String> action(RunKey run, ActionKey key) {
        return key.repetition().isEmpty()
                ? List.of("runs", run.name(), "actions", key.name())
                : List.of("runs", run.name(), "actions", key.name(), "repetitions", key.repetition());
    }

    static List<String> history(RunKey run, ActionKey key, String history) {
        return Stream.concat(action(run, key).stream(), Stream.of("requestHistories", history))
                .toList();
    }

    /** Returns the permission to read what the segments of a path name. */
    static String permission(List<String> segments) {
        return Links.readPermission(segments.subList(2, segments.size() - 2), segments.getLast());
    }

    JsonNode find(List<String> segments) {
        RunKey run = new RunKey(row.key(), segments.get(3));
        String part = segments.getLast();
        JsonNode content = segments.size() == 6 ? ofRun(run, part) : ofAction(run, segments, part);
        if (content == null) {
            throw ArmFailure.notFound("ContentNotFound", "content", part);
        }
        return content;
    }

    private @Nullable JsonNode ofRun(RunKey key, String part) {
        RunRow run = runs.find(key);
        return switch (part) {
            case TRIGGER_INPUTS -> run == null ? null : run.trigger().get(INPUTS);
            case TRIGGER_OUTPUTS -> run == null ? null : run.trigger().get(OUTPUTS);
            default -> null;
        };
    }

    private @Nullable JsonNode ofAction(RunKey run, List<String> segments, String part) {
        boolean repeated = segments.get(6).equals("repetitions");
        ActionRow action = runs.history().find(run, new ActionKey(segments.get(5), repeated ? segments.get(7) : ""));
        if (action == null) {
            return null;
        }
        return switch (part) {
            case INPUTS -> action.inputs();
            case OUTPUTS -> action.outputs();
            case RESPONSE_BODY -> responseBody(run, action, segments.get(segments.size() - 3));
            default -> null;
        };
    }

    private @Nullable JsonNode responseBody(RunKey run, ActionRow action, String history) {
        return runs.history().attempts(run, action).stream()
                .filter(attempt -> ActionShapes.name(attempt).equals(history))
                .findFirst()
                .map(Attempt::response)
                .map(response -> response.get("body"))
                .orElse(null);
    }
}
