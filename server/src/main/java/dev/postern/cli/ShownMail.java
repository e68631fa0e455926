package dev.postern.cli;

import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A message as the commands of {@code mail} show it: {@code {id, subject, from, to, received, read}}. */
record ShownMail(ObjectNode json) {
    /** A message of Graph. */
    static ShownMail ofGraph(JsonNode message) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", message.path("id").asString(""))
                .put("subject", message.path("subject").asString(""))
                .put("from", address(message.path("from")));
        var to = json.putArray("to");
        message.path("toRecipients").forEach(one -> to.add(address(one)));
        return new ShownMail(
                json.put("received", message.path("receivedDateTime").asString(""))
                        .put("read", message.path("isRead").booleanValue(false)));
    }

    private static String address(JsonNode recipient) {
        return recipient.path("emailAddress").path("address").asString("");
    }

    /** A captured message. */
    static ShownMail ofCaptured(JsonNode captured) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", captured.path("id").asString(""))
                .put("subject", captured.path("subject").asString(""))
                .put("from", captured.path("from").asString(""));
        json.set("to", captured.path("to"));
        return new ShownMail(
                json.put("received", captured.path("received").asString("")).put("read", false));
    }

    String id() {
        return json.path("id").asString("");
    }

    /**
     * Whether it has this text in its subject and this sender, without regard to case.
     *
     * @param subject null for any
     * @param from an address or a part of it; null for any
     */
    boolean matches(@Nullable String subject, @Nullable String from) {
        return contains("subject", subject) && contains("from", from);
    }

    private boolean contains(String name, @Nullable String wanted) {
        return wanted == null
                || json.path(name).asString("").toLowerCase(Locale.ROOT).contains(wanted.toLowerCase(Locale.ROOT));
    }

    /** One line for people. */
    String line() {
        String to = json.path("to").valueStream().map(one -> one.asString("")).collect(Collectors.joining(", "));
        return Output.printable((json.path("received").asString("") + "  "
                                + json.path("from").asString("") + " -> " + to + "  "
                                + json.path("subject").asString(""))
                        .replace("\n", " "))
                + "\n";
    }
}
