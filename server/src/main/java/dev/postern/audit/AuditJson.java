package dev.postern.audit;

import dev.postern.access.AppId;
import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The JSON text of an entry, which is stored and hashed. */
final class AuditJson {
    private static final JsonMapper JSON = JsonMapper.shared();

    private AuditJson() {}

    static String write(AuditEntry entry) {
        ObjectNode node = JSON.createObjectNode();
        node.put("at", entry.at().toString());
        node.put("tenant", entry.tenant().toString());
        put(node, "mailbox", entry.mailbox());
        put(node, "app", entry.actor().app());
        put(node, "principal", entry.actor().principal());
        put(node, "person", entry.actor().person());
        node.put("request", entry.actor().requestId().toString());
        node.put("operation", entry.operation());
        node.put("target", entry.target());
        node.put("verdict", entry.verdict());
        put(node, "rule", entry.rule());
        put(node, "policy", entry.policy());
        put(node, "explanation", entry.explanation());
        return JSON.writeValueAsString(node);
    }

    private static void put(ObjectNode node, String name, @Nullable Object value) {
        if (value != null) {
            node.put(name, value.toString());
        }
    }

    static AuditEntry read(String text) {
        JsonNode node = JSON.readTree(text);
        String mailbox = text(node, "mailbox");
        String app = text(node, "app");
        String principal = text(node, "principal");
        return new AuditEntry(
                TenantId.of(node.get("tenant").asString()),
                mailbox == null ? null : MailboxId.of(mailbox),
                Instant.parse(node.get("at").asString()),
                new Actor(
                        app == null ? null : AppId.of(app),
                        principal == null ? null : ObjectId.of(principal),
                        UUID.fromString(node.get("request").asString()),
                        text(node, "person")),
                node.get("operation").asString(),
                node.get("target").asString(),
                node.get("verdict").asString(),
                text(node, "rule"),
                text(node, "policy"),
                text(node, "explanation"));
    }

    private static @Nullable String text(JsonNode node, String name) {
        JsonNode value = node.get(name);
        return value == null ? null : value.asString();
    }
}
