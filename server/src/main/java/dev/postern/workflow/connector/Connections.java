package dev.postern.workflow.connector;

import dev.postern.query.Folding;
import dev.postern.workflow.expression.JsonValues;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The connections of a workflow: the value of its parameter {@code $connections}. */
public record Connections(JsonNode value) {
    /** The parameter's name. */
    public static final String PARAMETER = "$connections";

    private static final String OUTLOOK = "office365";
    private static final int MAX_MAILBOX_LENGTH = 320;
    private static final Set<String> MEMBERS =
            Set.of("connectionId", "connectionName", "id", "mailbox", "connectionProperties");
    private static final Pattern NAME = Pattern.compile(
            "@\\{?parameters\\('\\$connections'\\)\\??\\['((?:[^']|'')+)'\\]\\??\\['connectionId'\\]\\}?",
            Pattern.CASE_INSENSITIVE);

    /** A connection cannot be used; the message is part of a sentence. */
    public static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Refused(String reason) {
            super(reason);
        }
    }

    /** Finds the connection that an action names as {@code host.connection.name}. Throws {@link Refused}. */
    public OutlookConnection find(String expression) {
        Matcher matcher = NAME.matcher(expression.strip());
        if (!matcher.matches()) {
            throw new Refused("the connection '" + expression
                    + "' is not supported by Postern; name it as \"@parameters('$connections')['" + OUTLOOK
                    + "']['connectionId']\"");
        }
        String name = matcher.group(1).replace("''", "'");
        JsonNode connection = value.isObject() ? JsonValues.property(value, name) : null;
        if (connection == null || !connection.isObject()) {
            throw new Refused("the parameter '" + PARAMETER + "' has no connection '" + name
                    + "'; give its value in 'properties.parameters'");
        }
        return read(name, connection);
    }

    private static OutlookConnection read(String name, JsonNode connection) {
        String id = connection.path("id").asString("");
        String connector = id.substring(id.lastIndexOf('/') + 1);
        if (!Folding.lower(id).endsWith("/managedapis/" + OUTLOOK)) {
            throw new Refused("the connector '" + (connector.isEmpty() ? "of the connection " + name : connector)
                    + "' is not supported by Postern; '" + OUTLOOK + "' (Office 365 Outlook) is");
        }
        for (String member : connection.propertyNames()) {
            if (!MEMBERS.contains(member)) {
                throw new Refused(
                        "the member '" + member + "' of the connection '" + name + "' is not supported by Postern");
            }
        }
        if (connection.path("connectionId").asString("").isBlank()) {
            throw new Refused("the connection '" + name + "' has no 'connectionId'");
        }
        return new OutlookConnection(name, mailbox(name, connection.path("mailbox")), authentication(name, connection));
    }

    private static @Nullable String mailbox(String name, JsonNode mailbox) {
        if (mailbox.isMissingNode() || mailbox.isNull()) {
            return null;
        }
        String text = mailbox.asString("").strip();
        if (text.isEmpty() || text.length() > MAX_MAILBOX_LENGTH || text.contains("/")) {
            throw new Refused("the member 'mailbox' of the connection '" + name
                    + "' must be an address, or the object id of a user");
        }
        return text;
    }

    private static JsonNode authentication(String name, JsonNode connection) {
        JsonNode given = connection.path("connectionProperties").path("authentication");
        String type = given.path("type").asString("ManagedServiceIdentity");
        if (!type.equalsIgnoreCase("ManagedServiceIdentity")) {
            throw new Refused("the authentication type '" + type + "' of the connection '" + name
                    + "' is not supported by Postern; 'ManagedServiceIdentity' is");
        }
        ObjectNode authentication = JsonValues.object();
        authentication.put("type", "ManagedServiceIdentity");
        authentication.put("audience", OutlookRequest.GRAPH);
        if (given.hasNonNull("identity")) {
            authentication.set("identity", given.path("identity"));
        }
        return authentication;
    }
}
