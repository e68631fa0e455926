package dev.postern.graph.mail;

import dev.postern.gate.MailReader;
import dev.postern.http.Json;
import dev.postern.mailbox.Address;
import dev.postern.mailbox.Item;
import dev.postern.query.Folding;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The recipients of a reply, without duplicates. */
final class ReplyRecipients {
    private final Map<String, JsonNode> to = new LinkedHashMap<>();
    private final Map<String, JsonNode> cc = new LinkedHashMap<>();

    /** The recipients named by the original. */
    static ReplyRecipients of(ReplyKind kind, MailReader mailbox, Item original) {
        ReplyRecipients people = new ReplyRecipients();
        ObjectNode doc = original.doc() == null ? Json.object() : original.doc();
        if (kind == ReplyKind.FORWARD) {
            return people;
        }
        Address from = original.message().summary().from() == null
                ? original.message().summary().sender()
                : original.message().summary().from();
        if (!doc.path("replyTo").isEmpty()) {
            doc.path("replyTo").forEach(people::addTo);
        } else if (from != null) {
            people.addTo(from.recipient());
        }
        if (kind == ReplyKind.REPLY_ALL) {
            for (JsonNode person : doc.path("toRecipients")) {
                if (!Author.isOwn(mailbox, key(person))) {
                    people.addTo(person);
                }
            }
            for (JsonNode person : doc.path("ccRecipients")) {
                if (!Author.isOwn(mailbox, key(person))) {
                    people.addCc(person);
                }
            }
        }
        return people;
    }

    void addTo(JsonNode person) {
        to.putIfAbsent(key(person), person);
    }

    private void addCc(JsonNode person) {
        if (!to.containsKey(key(person))) {
            cc.putIfAbsent(key(person), person);
        }
    }

    /** Adds the recipients that the caller names, and sets all of them in the message. */
    void into(ObjectNode message) {
        message.path("toRecipients").forEach(this::addTo);
        message.path("ccRecipients").forEach(this::addCc);
        message.set("toRecipients", list(to));
        message.set("ccRecipients", list(cc));
    }

    private static ArrayNode list(Map<String, JsonNode> people) {
        ArrayNode list = Json.array();
        people.values().forEach(list::add);
        return list;
    }

    private static String key(JsonNode person) {
        return Folding.lower(
                person.path("emailAddress").path("address").stringValue("").strip());
    }
}
