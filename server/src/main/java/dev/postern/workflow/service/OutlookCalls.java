package dev.postern.workflow.service;

import dev.postern.workflow.action.Connector;
import dev.postern.workflow.call.Call;
import dev.postern.workflow.call.CallReader;
import dev.postern.workflow.call.CallRefused;
import dev.postern.workflow.call.CallResult;
import dev.postern.workflow.connector.ConnectorRefused;
import dev.postern.workflow.connector.OutlookCall;
import dev.postern.workflow.connector.OutlookPlan;
import dev.postern.workflow.connector.OutlookRequest;
import dev.postern.workflow.connector.OutlookStep;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.row.ActionRow;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** Carries out operations of the Office 365 Outlook connector with requests to Graph. */
public final class OutlookCalls {
    private OutlookCalls() {}

    /** Sends a request. */
    public interface Sender {
        CallResult send(Call call) throws InterruptedException;
    }

    /** Carries out an operation until its end, or until something must be stored. The result is that of the connector. */
    public static ActionCallResult make(Connector type, ActionRow row, Sender sender) throws InterruptedException {
        return run(first(type, row), type.connection().authentication(), row.attempt() > 1, sender);
    }

    /**
     * Makes the requests of an operation, or of a trigger's poll.
     *
     * @param repeated whether an earlier call may have changed something
     */
    public static ActionCallResult run(OutlookStep from, JsonNode authentication, boolean repeated, Sender sender)
            throws InterruptedException {
        OutlookStep step = from;
        while (true) {
            switch (step) {
                case OutlookStep.Ask ask -> {
                    CallResult result = send(ask.request(), authentication, sender);
                    if (!(result instanceof CallResult.Reply reply) || !succeeded(reply)) {
                        return new ActionCallResult.Made(result);
                    }
                    step = ask.then().apply(JsonValues.orNull(reply.body()));
                }
                case OutlookStep.Keep keep -> {
                    return new ActionCallResult.Prepared(keep.found());
                }
                case OutlookStep.Last last -> {
                    return new ActionCallResult.Made(
                            shown(last, repeated, send(last.request(), authentication, sender)));
                }
                case OutlookStep.Ended ended -> {
                    return new ActionCallResult.Made(new CallResult.Reply(ended.status(), Map.of(), ended.body()));
                }
            }
        }
    }

    private static OutlookStep first(Connector type, ActionRow row) {
        try {
            OutlookCall call =
                    OutlookCall.of(type.operation(), type.connection(), Objects.requireNonNull(row.inputs()));
            return OutlookPlan.first(call, row.poll());
        } catch (ConnectorRefused e) {
            throw new CallRefused("BadRequest", String.valueOf(e.getMessage()));
        }
    }

    private static CallResult send(OutlookRequest request, JsonNode authentication, Sender sender)
            throws InterruptedException {
        return sender.send(CallReader.read(request.inputs(authentication)));
    }

    /** Every success of the connector has the status 200. */
    private static CallResult shown(OutlookStep.Last last, boolean repeated, CallResult result) {
        if (!(result instanceof CallResult.Reply reply)) {
            return result;
        }
        if (last.undone() && reply.status() == 404 && repeated) {
            return new CallResult.Reply(200, reply.headers(), null);
        }
        if (!succeeded(reply)) {
            return reply;
        }
        JsonNode body = last.body().apply(JsonValues.orNull(reply.body()));
        return new CallResult.Reply(200, reply.headers(), body.isNull() ? null : body);
    }

    private static boolean succeeded(CallResult.Reply reply) {
        return reply.status() / 100 == 2;
    }
}
