package dev.postern.advice;

import dev.postern.access.AppId;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Something that an administrator should know.
 *
 * @param appId {@code *} if every application is concerned; null if it is not about applications
 * @param app the display name; empty if it is not about applications
 * @param details names and ids, in the order in which they are shown
 * @param evidence sentences with names
 * @param cures possible cures; the first that holds on a draft is used
 */
public record AccessFinding(
        FindingKind kind, @Nullable String appId, String app, ObjectNode details, String evidence, List<Cure> cures) {
    static final Comparator<AccessFinding> ORDER = Comparator.comparing(
                    (AccessFinding one) -> one.kind().severity())
            .thenComparing(one -> one.appId() == null)
            .thenComparing(AccessFinding::app, String.CASE_INSENSITIVE_ORDER)
            .thenComparing(one -> String.valueOf(one.appId()))
            .thenComparing(AccessFinding::kind)
            .thenComparing(AccessFinding::evidence)
            .thenComparing(one -> one.details().toString());

    public AccessFinding {
        cures = List.copyOf(cures);
    }

    static AccessFinding about(
            FindingKind kind, AppId appId, String app, ObjectNode details, String evidence, List<Cure> cures) {
        return new AccessFinding(kind, appId.toString(), app, details, evidence, cures);
    }

    static ObjectNode newDetails() {
        return JsonNodeFactory.instance.objectNode();
    }

    AccessFinding with(List<Cure> others) {
        return new AccessFinding(kind, appId, app, details, evidence, others);
    }

    /** As the interface shows it, with the first cure. */
    public ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("finding", kind.text())
                .put("severity", kind.severity().text())
                .put("appId", appId)
                .put("app", app.isEmpty() ? null : app);
        node.setAll(details);
        node.put("evidence", evidence);
        List<String> commands = cures.isEmpty() ? List.of() : cures.getFirst().commands();
        node.put("command", commands.isEmpty() ? null : commands.getFirst());
        ArrayNode all = node.putArray("commands");
        commands.forEach(all::add);
        node.put("widens", !cures.isEmpty() && cures.getFirst().widens());
        return node;
    }
}
