package dev.postern.workflow.definition;

import dev.postern.workflow.connector.Connections;
import dev.postern.workflow.connector.ConnectorRefused;
import dev.postern.workflow.connector.OutlookCall;
import dev.postern.workflow.connector.OutlookConnection;
import dev.postern.workflow.connector.OutlookTrigger;
import dev.postern.workflow.definition.TriggerReader.Part;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.expression.Reference;
import dev.postern.workflow.expression.Template;
import dev.postern.workflow.recurrence.TriggerRecurrence;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the triggers of the connector Office 365 Outlook. */
final class ConnectorTriggers {
    private ConnectorTriggers() {}

    static Trigger newMail(Part part) {
        JsonNode source = RecurrenceTriggers.evaluated(part);
        TriggerRecurrence recurrence = RecurrenceReader.read(source);
        JsonNode inputs = part.inputs();
        if (!inputs.isObject()) {
            throw part.invalid("the member 'inputs' must be an object");
        }
        part.members(inputs, Set.of("host", "method", "path", "queries", "retryPolicy"));
        OutlookConnection connection = connection(part, inputs.path("host"));
        checkQueries(part, inputs);
        checkRetry(inputs);
        if (connection.lacksMailbox(inputs)) {
            throw part.invalid(connection.mailboxMissing());
        }
        Template template = Template.of(inputs);
        TriggerOptionsReader.checkReferences(part, template, "inputs");
        CallTriggers.checkEarly(template, "inputs");
        checkValues(connection, inputs.path("queries"));
        return new Trigger.NewMail(
                part.name(),
                recurrence,
                source,
                template,
                connection,
                asked(part, connection, inputs),
                part.options(Set.of(TriggerOptionsReader.SINGLE)));
    }

    private static OutlookConnection connection(Part part, JsonNode host) {
        if (host.isObject()) {
            part.members(host, Set.of("connection", "api"));
        }
        if (host.path("connection").isObject()) {
            part.members(host.path("connection"), Set.of("name"));
        }
        try {
            return WorkflowParameter.connections(part.scope().parameters())
                    .find(host.at("/connection/name").asString(""));
        } catch (Connections.Refused e) {
            throw part.invalid(InvalidTemplate.reason(e));
        }
    }

    private static void checkQueries(Part part, JsonNode inputs) {
        for (String required : new String[] {"method", "path"}) {
            if (!inputs.hasNonNull(required)) {
                throw part.invalid("the input '" + required + "' is missing");
            }
        }
        String operation =
                inputs.path("method").asString("") + " " + inputs.path("path").asString("");
        Set<String> known = OutlookTrigger.queries(
                        inputs.path("method").asString(""), inputs.path("path").asString(""))
                .orElseThrow(() -> part.invalid("the operation '" + operation
                        + "' of the connector 'office365' is not supported by Postern for a trigger"));
        JsonNode queries = inputs.path("queries");
        if (!queries.isMissingNode() && !queries.isNull() && !queries.isObject()) {
            throw part.invalid("the input 'queries' must be an object");
        }
        for (Map.Entry<String, JsonNode> query : queries.properties()) {
            if (!OutlookCall.asksForNothing(query.getValue())
                    && known.stream().noneMatch(query.getKey()::equalsIgnoreCase)) {
                throw part.invalid("the member 'queries." + query.getKey() + "' of the operation '" + operation
                        + "' is not supported by Postern");
            }
        }
    }

    private static void checkRetry(JsonNode inputs) {
        try {
            CallShape.retry(inputs.path("retryPolicy"));
        } catch (CallShape.NotValid e) {
            throw new IllegalArgumentException(InvalidTemplate.reason(e), e);
        }
    }

    /** Checks values that are known; those of expressions are checked at each poll. */
    private static void checkValues(OutlookConnection connection, JsonNode queries) {
        Template template = Template.of(queries.isObject() ? queries : JsonValues.object());
        if (template.constant()) {
            try {
                OutlookTrigger.of(connection, queries).poll(OutlookTrigger.initial(Instant.EPOCH));
            } catch (ConnectorRefused e) {
                throw new IllegalArgumentException(InvalidTemplate.reason(e), e);
            }
        }
    }

    private static JsonNode asked(Part part, OutlookConnection connection, JsonNode inputs) {
        ObjectNode asked = JsonValues.object();
        asked.put("mailbox", connection.mailbox());
        asked.set("path", inputs.path("path"));
        asked.set("queries", JsonValues.orNull(inputs.get("queries")));
        ObjectNode parameters = asked.putObject("parameters");
        for (Reference reference :
                Template.of(JsonValues.orNull(inputs.get("queries"))).references()) {
            if (reference instanceof Reference.Parameter parameter) {
                @Nullable JsonNode value = part.scope().parameter(parameter.name());
                parameters.set(parameter.name(), JsonValues.orNull(value));
            }
        }
        return asked;
    }
}
