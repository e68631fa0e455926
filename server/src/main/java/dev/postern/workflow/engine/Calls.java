package dev.postern.workflow.engine;

import dev.postern.store.Database;
import dev.postern.workflow.action.Action;
import dev.postern.workflow.action.ActionSettings;
import dev.postern.workflow.action.Connector;
import dev.postern.workflow.action.HttpWebhook;
import dev.postern.workflow.action.NestedWorkflow;
import dev.postern.workflow.call.Authentication;
import dev.postern.workflow.call.Call;
import dev.postern.workflow.call.CallReader;
import dev.postern.workflow.call.CallResult;
import dev.postern.workflow.call.HttpCaller;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.row.ActionKey;
import dev.postern.workflow.row.ActionRow;
import dev.postern.workflow.row.CallbackTable;
import dev.postern.workflow.row.RunKey;
import dev.postern.workflow.row.RunRow;
import dev.postern.workflow.service.ActingTokens;
import dev.postern.workflow.service.ActionCallResult;
import dev.postern.workflow.service.ActionCallback;
import dev.postern.workflow.service.ActionCalls;
import dev.postern.workflow.service.CallHeaders;
import dev.postern.workflow.service.OutlookCalls;
import dev.postern.workflow.service.Poll;
import dev.postern.workflow.stored.CallbackKeys;
import dev.postern.workflow.stored.WorkflowRow;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Makes the calls of HTTP actions, with the headers of the engine and the workflow's identity. */
public final class Calls implements ActionCalls {
    private final HttpCaller caller;
    private final ActingTokens tokens;
    private final NestedRuns nestedRuns;
    private final Database database;
    private final CallbackTable callbacks;
    private final CallbackKeys keys;

    Calls(
            HttpCaller caller,
            ActingTokens tokens,
            NestedRuns nestedRuns,
            Database database,
            CallbackTable callbacks,
            CallbackKeys keys) {
        this.caller = caller;
        this.tokens = tokens;
        this.nestedRuns = nestedRuns;
        this.database = database;
        this.callbacks = callbacks;
        this.keys = keys;
    }

    @Override
    public ActionCallResult make(RunRow run, WorkflowRow workflow, Action action, ActionRow row)
            throws InterruptedException {
        JsonNode inputs = Objects.requireNonNull(row.inputs());
        return switch (action.type()) {
            case Connector connector ->
                OutlookCalls.make(connector, row, call -> send(run, workflow, action, row, call));
            case NestedWorkflow nested -> nestedRuns.start(run, nested, row);
            case HttpWebhook webhook -> {
                CallResult result = send(run, workflow, action, row, CallReader.read(inputs.path("subscribe")));
                boolean accepted = result instanceof CallResult.Reply reply && reply.status() / 100 == 2;
                yield accepted ? new ActionCallResult.Pending(JsonValues.object()) : new ActionCallResult.Made(result);
            }
            default -> new ActionCallResult.Made(send(run, workflow, action, row, call(row)));
        };
    }

    private static Call call(ActionRow row) {
        Call call = CallReader.read(Objects.requireNonNull(row.inputs()));
        String stored = row.poll();
        if (stored == null) {
            return call;
        }
        Poll poll = Poll.of(stored);
        return call.poll(CallReader.absolute(poll.location()), poll.trusted());
    }

    @Override
    public Optional<ActionCallResult.Defined> look(RunRow run, Action action, ActionRow row) {
        return action.type() instanceof NestedWorkflow
                ? nestedRuns.look(run, JsonValues.orNull(row.state()))
                : Optional.ofNullable(database.read(sql -> callbacks.find(sql, run.key(), row.key())))
                        .map(content -> new ActionCallResult.Defined(Status.SUCCEEDED, content, null));
    }

    @Override
    public String callbackUrl(WorkflowRow workflow, RunKey run, ActionKey action) {
        return ActionCallback.url(caller.address(), workflow, run, action, keys);
    }

    private CallResult send(RunRow run, WorkflowRow workflow, Action action, ActionRow row, Call call)
            throws InterruptedException {
        return caller.call(
                call,
                workflow.key().id().toString(),
                headers(run, workflow, action, row, call),
                managed -> token(workflow, managed),
                action.settings().options().contains(ActionSettings.Option.DISABLE_AUTOMATIC_DECOMPRESSION));
    }

    /** After an untrusted service was polled, no later URL is trusted. */
    @Override
    public Poll poll(ActionRow row, String location) {
        String stored = row.poll();
        boolean before = stored == null || Poll.of(stored).trusted();
        Call call = CallReader.read(Objects.requireNonNull(row.inputs()));
        return new Poll(location, before && caller.sameOrigin(call.uri(), CallReader.absolute(location)));
    }

    private String token(WorkflowRow workflow, Authentication.Managed managed) {
        return tokens.token(workflow.key().tenant(), workflow.identity(), workflow.userIdentity(), managed);
    }

    private static Map<String, String> headers(
            RunRow run, WorkflowRow workflow, Action action, ActionRow row, Call call) {
        Map<String, String> headers = CallHeaders.of(call, workflow.key(), run.version(), row.requestId());
        if (action.settings().options().contains(ActionSettings.Option.SUPPRESS_WORKFLOW_HEADERS)) {
            return headers;
        }
        CallHeaders.addWorkflow(
                headers, workflow.key(), run.version(), workflow.path().name(), action.name(), row.requestId());
        headers.put("x-ms-workflow-run-id", run.key().name());
        headers.put("x-ms-tracking-id", row.trackingId().toString());
        headers.put("x-ms-action-tracking-id", row.trackingId().toString());
        headers.put("x-ms-correlation-id", run.correlation().toString());
        headers.put("x-ms-client-tracking-id", CallHeaders.ascii(run.trackingId()));
        return headers;
    }
}
