package dev.postern.workflow.action;

import dev.postern.workflow.connector.Connections;
import dev.postern.workflow.connector.OutlookCall;
import dev.postern.workflow.connector.OutlookConnection;
import dev.postern.workflow.connector.OutlookOperation;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.expression.Template;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code ApiConnection}: an operation of the Office 365 Outlook connector, carried out over Graph. */
public record Connector(Template inputs, OutlookOperation operation, OutlookConnection connection)
        implements ActionType {
    static Connector read(ActionSource source) {
        source.members();
        JsonNode inputs = source.inputs();
        source.known(inputs, "inputs", Set.of("host", "method", "path", "body", "queries", "retryPolicy"));
        source.known(inputs.path("host"), "host", Set.of("connection", "api"));
        source.known(inputs.at("/host/connection"), "host.connection", Set.of("name"));
        source.required(inputs, "inputs", "method");
        source.required(inputs, "inputs", "path");
        source.retry(inputs.path("retryPolicy"));
        OutlookConnection connection = connection(source, inputs);
        OutlookOperation operation = operation(source, inputs);
        known(source, operation, "queries", inputs.path("queries"), operation.queries());
        known(source, operation, "body", inputs.path("body"), operation.members());
        required(source, operation, inputs);
        if (connection.lacksMailbox(inputs)) {
            throw source.invalid(connection.mailboxMissing());
        }
        return new Connector(source.template(inputs), operation, connection);
    }

    private static OutlookConnection connection(ActionSource source, JsonNode inputs) {
        try {
            return source.reader()
                    .connections()
                    .find(inputs.at("/host/connection/name").asString(""));
        } catch (Connections.Refused e) {
            throw source.invalid(String.valueOf(e.getMessage()));
        }
    }

    private static OutlookOperation operation(ActionSource source, JsonNode inputs) {
        String method = inputs.path("method").asString("");
        String path = inputs.path("path").asString("");
        if (path.startsWith("@")) {
            throw source.invalid("the input 'path' must name the operation; only ids in it can be expressions");
        }
        return OutlookOperation.find(method, path)
                .orElseThrow(() -> source.invalid("the operation '" + method + " " + path
                        + "' of the connector 'office365' is not supported by Postern"));
    }

    private static void known(
            ActionSource source, OutlookOperation operation, String input, JsonNode given, Set<String> known) {
        for (Map.Entry<String, JsonNode> member : given.properties()) {
            if (!OutlookCall.asksForNothing(member.getValue())
                    && known.stream().noneMatch(member.getKey()::equalsIgnoreCase)) {
                throw source.invalid("the member '" + input + "." + member.getKey() + "' of the operation '"
                        + operation.text() + "' is not supported by Postern");
            }
        }
    }

    private static void required(ActionSource source, OutlookOperation operation, JsonNode inputs) {
        for (String name : operation.required()) {
            String input = operation.queries().contains(name) ? "queries" : "body";
            JsonNode given = inputs.path(input);
            @Nullable JsonNode value = given.isObject() ? JsonValues.property(given, name) : null;
            if (!given.isString() && (value == null || OutlookCall.asksForNothing(value))) {
                throw source.invalid(
                        "the operation '" + operation.text() + "' needs the member '" + input + "." + name + "'");
            }
        }
    }

    @Override
    public List<Template> templates() {
        return List.of(inputs);
    }
}
