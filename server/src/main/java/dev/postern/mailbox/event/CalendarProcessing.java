package dev.postern.mailbox.event;

import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a mailbox does with meeting messages by itself. Settings that were never changed have the default for the kind of the mailbox, also if
 * that changes later. Immutable.
 *
 * @param resource whether it is the mailbox of a room or of equipment
 * @param changed the settings that were changed
 */
public record CalendarProcessing(boolean resource, ObjectNode changed) {
    private static final String AUTOMATE = "AutomateProcessing";

    public CalendarProcessing {
        changed = changed.deepCopy();
    }

    @Override
    public ObjectNode changed() {
        return changed.deepCopy();
    }

    /** Whether meeting messages change the calendar. */
    boolean updates() {
        return !text(AUTOMATE).equals("None");
    }

    /** Whether the mailbox answers requests by itself. */
    public boolean answers() {
        return text(AUTOMATE).equals("AutoAccept");
    }

    public boolean flag(String name) {
        return changed.path(name)
                .booleanValue(Boolean.parseBoolean(
                        setting(name, Set.of(ProcessingSetting.Type.FLAG)).defaultOf(resource)));
    }

    public int number(String name) {
        return changed.path(name)
                .intValue(Integer.parseInt(
                        setting(name, Set.of(ProcessingSetting.Type.NUMBER)).defaultOf(resource)));
    }

    /** A choice or a text. */
    public String text(String name) {
        return changed.path(name)
                .stringValue(setting(name, Set.of(ProcessingSetting.Type.CHOICE, ProcessingSetting.Type.TEXT))
                        .defaultOf(resource));
    }

    /** The object ids of recipients. */
    public List<String> recipients(String name) {
        setting(name, Set.of(ProcessingSetting.Type.RECIPIENTS));
        return changed.path(name).valueStream().map(id -> id.stringValue("")).toList();
    }

    public CalendarProcessing with(String name, boolean value) {
        return with(name, JsonNodeFactory.instance.booleanNode(value), ProcessingSetting.Type.FLAG);
    }

    public CalendarProcessing with(String name, int value) {
        return with(name, JsonNodeFactory.instance.numberNode(value), ProcessingSetting.Type.NUMBER);
    }

    public CalendarProcessing with(String name, String value) {
        return with(
                name,
                JsonNodeFactory.instance.stringNode(value),
                ProcessingSetting.Type.CHOICE,
                ProcessingSetting.Type.TEXT);
    }

    public CalendarProcessing with(String name, List<String> recipients) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        recipients.forEach(array::add);
        return with(name, array, ProcessingSetting.Type.RECIPIENTS);
    }

    private CalendarProcessing with(String name, JsonNode value, ProcessingSetting.Type... types) {
        setting(name, Set.of(types));
        ObjectNode after = changed.deepCopy();
        after.set(name, value);
        return new CalendarProcessing(resource, after);
    }

    private static ProcessingSetting setting(String name, Set<ProcessingSetting.Type> types) {
        return ProcessingSetting.ALL.stream()
                .filter(setting -> setting.name().equals(name) && types.contains(setting.type()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No setting " + name + " of the type " + types));
    }
}
