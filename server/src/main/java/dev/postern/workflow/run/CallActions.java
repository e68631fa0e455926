package dev.postern.workflow.run;

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
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.row.ActionKey;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Starts the actions that call a service. */
public final class CallActions {
    private CallActions() {}

    static Started http(Http type, Starting starting) {
        JsonNode inputs = starting.evaluate(type.inputs());
        Started refused = refused(inputs, inputs);
        return refused == null ? new Started.Calling(inputs) : refused;
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
        RunContext context = starting.context();
        ActionKey key = starting.scope().key(starting.action());
        ActionScope names = new ActionScope(context, starting.scope(), starting.reads()) {
            @Override
            public String callbackUrl() {
                return context.tools()
                        .calls()
                        .callbackUrl(context.workflow(), context.run().key(), key);
            }
        };
        ObjectNode inputs = JsonValues.object();
        inputs.set("subscribe", context.tools().evaluate(type.subscribe(), names));
        if (type.unsubscribe() != null) {
            inputs.set("unsubscribe", context.tools().evaluate(type.unsubscribe(), names));
        }
        for (String call : List.of("subscribe", "unsubscribe")) {
            if (inputs.has(call)) {
                Started refused = refused(inputs, inputs.path(call));
                if (refused != null) {
                    return refused;
                }
            }
        }
        return new Started.Calling(inputs);
    }

    static Started workflow(NestedWorkflow type, Starting starting) {
        return new Started.Calling(starting.evaluate(type.inputs()));
    }

    private static @Nullable Started refused(JsonNode inputs, JsonNode call) {
        try {
            CallReader.read(call);
            RetryPolicy.read(call.path("retryPolicy"));
            return null;
        } catch (CallRefused e) {
            return Started.failed(inputs, e.code(), String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            return Started.failed(inputs, "BadRequest", String.valueOf(e.getMessage()));
        }
    }
}
