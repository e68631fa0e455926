package dev.postern.workflow.engine;

import dev.postern.workflow.action.Connector;
import dev.postern.workflow.action.Http;
import dev.postern.workflow.action.HttpWebhook;
import dev.postern.workflow.action.NestedWorkflow;
import dev.postern.workflow.call.CallReader;
import dev.postern.workflow.call.CallRefused;
import dev.postern.workflow.connector.ConnectorRefused;
import dev.postern.workflow.connector.OutlookCall;
import dev.postern.workflow.connector.OutlookPlan;
import dev.postern.workflow.definition.RetryPolicy;
import tools.jackson.databind.JsonNode;

/** Starts the actions that call a service. */
final class CallActions {
    private CallActions() {}

    static Started http(Http type, Starting starting) {
        JsonNode inputs = starting.evaluate(type.inputs());
        try {
            CallReader.read(inputs);
            RetryPolicy.read(inputs.path("retryPolicy"));
        } catch (CallRefused e) {
            return Started.failed(inputs, e.code(), String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            return Started.failed(inputs, "BadRequest", String.valueOf(e.getMessage()));
        }
        return new Started.Calling(inputs);
    }

    static Started connector(Connector type, Starting starting) {
        JsonNode inputs = starting.evaluate(type.inputs());
        try {
            OutlookPlan.first(OutlookCall.of(type.operation(), type.connection(), inputs), null);
            RetryPolicy.read(inputs.path("retryPolicy"));
        } catch (ConnectorRefused | IllegalArgumentException e) {
            return Started.failed(inputs, "BadRequest", String.valueOf(e.getMessage()));
        }
        return new Started.Calling(inputs);
    }

    static Started webhook(HttpWebhook type, Starting starting) {
        throw new IllegalStateException("not yet");
    }

    static Started workflow(NestedWorkflow type, Starting starting) {
        throw new IllegalStateException("not yet");
    }
}
