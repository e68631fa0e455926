package dev.postern.mailbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Properties of a change that say what the item says already. Clients send recipients back as they read them, also of received messages,
 * where only a different value is refused.
 */
final class SentAgain {
    private SentAgain() {}

    /**
     * The change without those of these properties that it repeats.
     *
     * @throws MailboxFailure.NotADraft when one of them differs
     */
    static ObjectNode without(Set<String> fixed, Item item, ObjectNode patch) {
        ObjectNode left = StoredJson.object();
        patch.properties().forEach(property -> {
            String name = property.getKey();
            if (!fixed.contains(name)) {
                left.set(name, property.getValue());
            } else if (!same(name, property.getValue(), item)) {
                throw new MailboxFailure.NotADraft(name);
            }
        });
        return left;
    }

    private static boolean same(String name, JsonNode given, Item item) {
        JsonNode column = ItemJson.value(item, name);
        JsonNode stored = column == null && item.doc() != null ? item.doc().get(name) : column;
        return switch (name) {
            case "from", "sender" -> Recipient.of(given).equals(Recipient.of(stored));
            case "toRecipients", "ccRecipients", "bccRecipients", "replyTo" ->
                recipients(given).equals(recipients(stored));
            case "body" -> body(given).equals(body(stored));
            default -> given.equals(stored) || (given.isNull() && stored == null);
        };
    }

    /** A recipient as readers see it: without a name it is called by its address. */
    private record Recipient(String name, String address) {
        static Recipient of(@Nullable JsonNode node) {
            Address given = Address.of(node);
            String address = given == null || given.address() == null ? "" : given.address();
            String name = given == null || given.name() == null ? "" : given.name();
            return new Recipient(name.isEmpty() ? address : name, address);
        }
    }

    private static List<Recipient> recipients(@Nullable JsonNode list) {
        var recipients = new ArrayList<Recipient>();
        if (list != null) {
            list.forEach(one -> recipients.add(Recipient.of(one)));
        }
        return recipients;
    }

    private static List<String> body(@Nullable JsonNode body) {
        return body == null || !body.isObject()
                ? List.of()
                : List.of(
                        StoredJson.text(body.get("contentType"), "").toLowerCase(java.util.Locale.ROOT),
                        StoredJson.text(body.get("content"), ""));
    }
}
