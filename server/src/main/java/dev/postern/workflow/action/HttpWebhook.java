package dev.postern.workflow.action;

import dev.postern.workflow.expression.Template;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Subscribes at a service, and ends when the service calls the action's callback URL. */
public record HttpWebhook(Template subscribe, @Nullable Template unsubscribe) implements ActionType {
    static HttpWebhook read(ActionSource source) {
        source.members("kind");
        JsonNode inputs = source.inputs();
        source.known(inputs, "inputs", Set.of("subscribe", "unsubscribe"));
        source.required(inputs, "inputs", "subscribe");
        source.call(inputs.path("subscribe"), "subscribe");
        JsonNode unsubscribe = inputs.path("unsubscribe");
        boolean ends = unsubscribe.isObject() && !unsubscribe.isEmpty();
        if (ends) {
            source.call(unsubscribe, "unsubscribe");
        }
        return new HttpWebhook(source.template(inputs.path("subscribe")), ends ? source.template(unsubscribe) : null);
    }

    @Override
    public List<Template> templates() {
        return unsubscribe == null ? List.of(subscribe) : List.of(subscribe, unsubscribe);
    }
}
