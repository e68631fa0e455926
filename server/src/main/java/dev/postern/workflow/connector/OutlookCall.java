package dev.postern.workflow.connector;

import dev.postern.query.Folding;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.expression.ValueText;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One use of an operation, with evaluated inputs.
 *
 * @param ids the ids in the path
 */
public record OutlookCall(
        OutlookOperation operation, String mailbox, List<String> ids, JsonNode queries, JsonNode body) {
    private static final int MAX_MAILBOX_LENGTH = 320;

    public OutlookCall {
        ids = List.copyOf(ids);
    }

    /** Throws {@link ConnectorRefused} if the inputs are not those of the operation. */
    public static OutlookCall of(OutlookOperation operation, OutlookConnection connection, JsonNode inputs) {
        JsonNode queries = inputs.path("queries");
        JsonNode body = inputs.path("body");
        known(queries, operation.queries(), "queries");
        known(body, operation.members(), "body");
        List<String> ids = operation.ids(inputs.path("path").asString(""));
        if (ids.stream().anyMatch(String::isBlank)) {
            throw new ConnectorRefused("The input 'path' of the operation '" + operation.text() + "' has an empty id.");
        }
        return new OutlookCall(operation, mailbox(operation, connection, queries, body), ids, queries, body);
    }

    /** A trigger's poll has the inputs of a list of messages. */
    static OutlookCall poll(OutlookConnection connection, JsonNode queries) {
        return new OutlookCall(
                OutlookOperation.GET_EMAILS_V3,
                mailbox(OutlookOperation.GET_EMAILS_V3, connection, queries, JsonValues.object()),
                List.of(),
                queries,
                JsonValues.object());
    }

    private static void known(JsonNode object, Set<String> known, String input) {
        if (object.isObject()) {
            for (String name : object.propertyNames()) {
                if (!asksForNothing(object.path(name)) && known.stream().noneMatch(name::equalsIgnoreCase)) {
                    throw new ConnectorRefused(
                            "The member '" + name + "' of the input '" + input + "' is not supported by Postern.");
                }
            }
        }
    }

    /** Returns whether an option is off, so that it makes no difference whether it is supported. */
    public static boolean asksForNothing(JsonNode value) {
        return value.isNull()
                || (value.isBoolean() && !value.booleanValue())
                || (value.isContainer() && value.isEmpty())
                || (value.isString()
                        && (value.stringValue().isBlank() || value.stringValue().equalsIgnoreCase("false")));
    }

    private static String mailbox(
            OutlookOperation operation, OutlookConnection connection, JsonNode queries, JsonNode body) {
        String own = text(operation.members().contains("MailboxAddress") ? body : queries, "mailboxAddress")
                .strip();
        @Nullable String mailbox = own.isEmpty() ? connection.mailbox() : own;
        if (mailbox == null) {
            throw new ConnectorRefused("The operation '" + operation.text() + "' names no mailbox, and the connection '"
                    + connection.name() + "' has no 'mailbox'.");
        }
        if (mailbox.length() > MAX_MAILBOX_LENGTH || mailbox.contains("/")) {
            throw new ConnectorRefused("The mailbox '" + mailbox + "' is not an address.");
        }
        return mailbox;
    }

    String query(String name) {
        return text(queries, name).strip();
    }

    boolean flag(String name) {
        return isTrue(name, queries);
    }

    String member(String name) {
        return text(body, name);
    }

    boolean memberFlag(String name) {
        return isTrue(name, body);
    }

    private static boolean isTrue(String name, JsonNode object) {
        String text = Folding.lower(text(object, name).strip());
        return switch (text) {
            case "true" -> true;
            case "false", "" -> false;
            default -> throw new ConnectorRefused("The value '" + text + "' of '" + name + "' must be true or false.");
        };
    }

    /** Returns a number of items; {@code otherwise} if there is none. */
    int count(String name, int otherwise, int max) {
        String text = query(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (!text.matches("[0-9]{1,6}") || Integer.parseInt(text) > max) {
            throw new ConnectorRefused(
                    "The value '" + text + "' of '" + name + "' must be a number from 0 to " + max + ".");
        }
        return Integer.parseInt(text);
    }

    private static String text(JsonNode object, String name) {
        JsonNode value = object.isObject() ? JsonValues.property(object, name) : null;
        return value == null ? "" : ValueText.of(value);
    }
}
