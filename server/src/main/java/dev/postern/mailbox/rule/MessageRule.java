package dev.postern.mailbox.rule;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A rule as it is stored. Conditions, exceptions and actions are objects by their Graph names, in which folders are stored ids; they are not
 * changed.
 *
 * @param id unique within the mailbox; rules that were created later have higher ids
 * @param sequence rules with lower numbers are carried out first
 */
public record MessageRule(
        long id,
        String name,
        int sequence,
        boolean enabled,
        @Nullable ObjectNode conditions,
        @Nullable ObjectNode exceptions,
        ObjectNode actions) {

    static MessageRule read(long id, String name, long sequence, boolean enabled, String doc) {
        ObjectNode parts = (ObjectNode) JsonMapper.shared().readTree(doc);
        return new MessageRule(
                id,
                name,
                (int) sequence,
                enabled,
                parts.get("conditions") instanceof ObjectNode conditions ? conditions : null,
                parts.get("exceptions") instanceof ObjectNode exceptions ? exceptions : null,
                parts.get("actions") instanceof ObjectNode actions ? actions : JsonNodeFactory.instance.objectNode());
    }

    /** What it does. */
    public RuleActions does() {
        return RuleActions.of(actions);
    }

    MessageRule withId(long other) {
        return new MessageRule(other, name, sequence, enabled, conditions, exceptions, actions);
    }

    /** The same rule, carried out or not. */
    public MessageRule enabled(boolean on) {
        return new MessageRule(id, name, sequence, on, conditions, exceptions, actions);
    }

    String doc() {
        ObjectNode parts = JsonNodeFactory.instance.objectNode();
        if (conditions != null) {
            parts.set("conditions", conditions);
        }
        if (exceptions != null) {
            parts.set("exceptions", exceptions);
        }
        parts.set("actions", actions);
        return parts.toString();
    }

    /** In bytes, for the quota. */
    long size() {
        return name.getBytes(StandardCharsets.UTF_8).length + (long) doc().getBytes(StandardCharsets.UTF_8).length;
    }
}
