package dev.postern.workflow.engine;

import dev.postern.workflow.action.Action;
import dev.postern.workflow.action.ActionSettings;
import dev.postern.workflow.action.Connector;
import dev.postern.workflow.call.Call;
import dev.postern.workflow.call.CallReader;
import dev.postern.workflow.call.CallRefused;
import dev.postern.workflow.call.CallResult;
import dev.postern.workflow.call.HttpCaller;
import dev.postern.workflow.identity.IdentityTokens;
import dev.postern.workflow.identity.WorkflowIdentity;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Makes the calls of HTTP actions, with the headers of the engine and the workflow's identity. */
final class Calls {
    private final HttpCaller caller;
    private final IdentityTokens tokens;

    Calls(HttpCaller caller, IdentityTokens tokens) {
        this.caller = caller;
        this.tokens = tokens;
    }

    CallResult make(RunRow run, WorkflowRow workflow, Action action, ActionRow row) throws InterruptedException {
        if (action.type() instanceof Connector connector) {
            return OutlookCalls.make(connector, row, call -> send(run, workflow, action, row, call));
        }
        Call call = CallReader.read(Objects.requireNonNull(row.inputs()));
        String stored = row.poll();
        if (stored != null) {
            Poll poll = Poll.of(stored);
            call = call.poll(CallReader.absolute(poll.location()), poll.trusted());
        }
        return send(run, workflow, action, row, call);
    }

    private CallResult send(RunRow run, WorkflowRow workflow, Action action, ActionRow row, Call call)
            throws InterruptedException {
        return caller.call(
                call,
                workflow.key().id().toString(),
                headers(run, workflow, action, row, call),
                audience -> token(workflow, audience));
    }

    /** Decides whether a polling URL is trusted with credentials. After an untrusted service was polled, no later URL is trusted. */
    Poll poll(ActionRow row, String location) {
        String stored = row.poll();
        boolean before = stored == null || Poll.of(stored).trusted();
        Call call = CallReader.read(Objects.requireNonNull(row.inputs()));
        return new Poll(location, before && caller.sameOrigin(call.uri(), CallReader.absolute(location)));
    }

    private String token(WorkflowRow workflow, String audience) {
        WorkflowIdentity identity = workflow.identity();
        if (identity == null) {
            throw new CallRefused(
                    "ManagedIdentityNotFound",
                    "The workflow has no managed identity. Deploy it with the identity type 'SystemAssigned'.");
        }
        try {
            return tokens.token(workflow.key().tenant(), identity.principalId(), audience);
        } catch (IdentityTokens.Refused e) {
            throw new CallRefused("ManagedIdentityTokenRefused", String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, String> headers(
            RunRow run, WorkflowRow workflow, Action action, ActionRow row, Call call) {
        var headers = new HashMap<String, String>();
        String id = row.requestId().toString();
        // The same id for all attempts, so that a service can recognise a retry.
        unlessGiven(headers, call, "client-request-id", id);
        unlessGiven(
                headers,
                call,
                "User-Agent",
                "azure-logic-apps/1.0 (workflow "
                        + workflow.key().id().toString().replace("-", "") + "; version " + run.version() + ")");
        if (action.settings().options().contains(ActionSettings.Option.SUPPRESS_WORKFLOW_HEADERS)) {
            return headers;
        }
        headers.put("x-ms-workflow-id", workflow.key().id().toString().replace("-", ""));
        headers.put("x-ms-workflow-version", run.version());
        headers.put("x-ms-workflow-name", ascii(workflow.path().name()));
        headers.put("x-ms-workflow-run-id", run.key().name());
        headers.put("x-ms-workflow-operation-name", ascii(action.name()));
        headers.put("x-ms-tracking-id", row.trackingId().toString());
        headers.put("x-ms-action-tracking-id", row.trackingId().toString());
        headers.put("x-ms-correlation-id", run.correlation().toString());
        headers.put("x-ms-client-request-id", id);
        headers.put("x-ms-client-tracking-id", ascii(run.trackingId()));
        return headers;
    }

    private static void unlessGiven(Map<String, String> headers, Call call, String name, String value) {
        if (call.headers().keySet().stream().noneMatch(name::equalsIgnoreCase)) {
            headers.put(name, value);
        }
    }

    private static String ascii(String text) {
        return text.replaceAll("[^ -~]", "?");
    }
}
