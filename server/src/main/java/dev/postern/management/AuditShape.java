package dev.postern.management;

import dev.postern.access.AppId;
import dev.postern.audit.Actor;
import dev.postern.audit.AuditEntry;
import dev.postern.audit.ShownEntry;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An entry of the audit as JSON. An altered row is marked; values that cannot be read are omitted. */
public final class AuditShape {
    private AuditShape() {}

    /** @param names returns the name of an application, or null */
    public static ObjectNode json(ShownEntry shown, Function<AppId, @Nullable String> names) {
        AuditEntry entry = shown.entry();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (entry != null) {
            put(node, entry, names);
        }
        node.put("verified", shown.problem() == null);
        put(node, "problem", shown.problem());
        return node.put("chain", shown.chain()).put("sequence", shown.sequence());
    }

    private static void put(ObjectNode node, AuditEntry entry, Function<AppId, @Nullable String> names) {
        Actor actor = entry.actor();
        AppId app = actor.app();
        node.put("at", entry.at().toString());
        node.put("requestId", actor.requestId().toString());
        put(node, "app", app);
        put(node, "appDisplayName", app == null ? null : names.apply(app));
        put(node, "principal", actor.principal());
        put(node, "person", actor.person());
        put(node, "mailbox", entry.mailbox());
        node.put("operation", entry.operation());
        node.put("target", entry.target());
        node.put("verdict", entry.verdict());
        put(node, "rule", entry.rule());
        put(node, "policy", entry.policy());
        put(node, "explanation", entry.explanation());
    }

    private static void put(ObjectNode node, String name, @Nullable Object value) {
        if (value != null) {
            node.put(name, value.toString());
        }
    }
}
