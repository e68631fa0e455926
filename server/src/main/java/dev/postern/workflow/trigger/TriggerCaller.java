package dev.postern.workflow.trigger;

import dev.postern.workflow.call.Authentication;
import dev.postern.workflow.call.Call;
import dev.postern.workflow.call.CallReader;
import dev.postern.workflow.call.CallRefused;
import dev.postern.workflow.call.CallResult;
import dev.postern.workflow.call.HttpCaller;
import dev.postern.workflow.identity.IdentityPath;
import dev.postern.workflow.identity.WorkflowIdentity;
import dev.postern.workflow.service.ActingTokens;
import dev.postern.workflow.service.CallHeaders;
import dev.postern.workflow.service.Poll;
import dev.postern.workflow.stored.WorkflowKey;
import dev.postern.workflow.stored.WorkflowRow;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Makes the calls of triggers, with the headers of the engine and the workflow's identity. */
public record TriggerCaller(HttpCaller caller, ActingTokens tokens) {
    /**
     * The trigger that makes a call.
     *
     * @param identity null if the workflow has none, or was deleted
     */
    record From(
            WorkflowKey key,
            String version,
            String workflow,
            String trigger,
            @Nullable WorkflowIdentity identity,
            @Nullable IdentityPath userIdentity) {
        static From of(WorkflowRow row, String trigger) {
            return new From(row.key(), row.version(), row.path().name(), trigger, row.identity(), row.userIdentity());
        }
    }

    /**
     * Makes a call.
     *
     * @param inputs evaluated
     * @param requestId the same for all attempts, so that a service can recognise a retry
     * @param poll where to poll instead; null for the call itself
     * @throws CallRefused if the inputs are invalid or the call is not allowed
     */
    CallResult make(From from, JsonNode inputs, UUID requestId, @Nullable Poll poll) throws InterruptedException {
        Call call = CallReader.read(inputs);
        if (poll != null) {
            call = call.poll(CallReader.absolute(poll.location()), poll.trusted());
        }
        return send(from, call, requestId);
    }

    /** Sends a request. Throws {@link CallRefused} if that is not allowed. */
    CallResult send(From from, Call call, UUID requestId) throws InterruptedException {
        return caller.call(
                call,
                from.key().id().toString(),
                headers(from, call, requestId),
                managed -> token(from, managed),
                false);
    }

    /** Decides whether a location is trusted with credentials. After an untrusted service was polled, no later one is. */
    Poll poll(JsonNode inputs, @Nullable Poll before, String location) {
        URI uri = CallReader.absolute(location);
        boolean trusted = before == null || before.trusted();
        return new Poll(
                location, trusted && caller.sameOrigin(CallReader.read(inputs).uri(), uri));
    }

    /** Returns the URL under which this server can be called. */
    URI address() {
        return caller.address();
    }

    private String token(From from, Authentication.Managed managed) {
        return tokens.token(from.key().tenant(), from.identity(), from.userIdentity(), managed);
    }

    private static Map<String, String> headers(From from, Call call, UUID requestId) {
        Map<String, String> headers = CallHeaders.of(call, from.key(), from.version(), requestId);
        CallHeaders.addWorkflow(headers, from.key(), from.version(), from.workflow(), from.trigger(), requestId);
        return headers;
    }
}
