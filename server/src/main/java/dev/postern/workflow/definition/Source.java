package dev.postern.workflow.definition;

import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The text of a definition while it is validated: positions for messages, and checks that many members share. */
public record Source(JsonNode definition, String compact) {
    static final int MAX_NAME_LENGTH = 80;
    static final int MAX_DESCRIPTION_LENGTH = 256;

    public static Source of(JsonNode definition) {
        return new Source(definition, definition.toString());
    }

    /** Returns a position in the compact form of the definition, which has one line. */
    public String place(String section, String name) {
        int start = Math.max(0, compact.indexOf("\"" + section + "\":"));
        String key = tools.jackson.databind.node.JsonNodeFactory.instance.stringNode(name) + ":";
        int found = compact.indexOf(key, start);
        return "at line '1' and column '" + (found < 0 ? start + 1 : found + key.length() + 1) + "'";
    }

    public InvalidTemplate invalid(String section, String name, String reason) {
        return invalid(section, name, pointer(section, name), reason);
    }

    public InvalidTemplate invalid(String section, String name, String pointer, String reason) {
        String kind = section.substring(0, section.length() - 1);
        return new InvalidTemplate(
                "The template " + kind + " '" + name + "' " + place(section, name) + " is not valid: " + reason,
                pointer);
    }

    public static String pointer(String section, String name) {
        return "/" + section + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    /** Returns a section of the definition: an object, or empty if absent. */
    public JsonNode section(String name, int max) {
        JsonNode section = definition.path(name);
        if (section.isMissingNode() || section.isNull()) {
            return tools.jackson.databind.node.JsonNodeFactory.instance.objectNode();
        }
        if (!section.isObject()) {
            throw new InvalidTemplate("The template property '" + name + "' must be an object", "/" + name);
        }
        if (section.size() > max) {
            throw new InvalidTemplate(
                    "The template has '" + section.size() + "' " + name + ". The limit is '" + max + "'", "/" + name);
        }
        for (String key : section.propertyNames()) {
            checkName(name, key);
        }
        return section;
    }

    public void checkName(String section, String name) {
        if (name.isEmpty() || name.length() > MAX_NAME_LENGTH) {
            throw invalid(section, name, "the name must have 1 to '" + MAX_NAME_LENGTH + "' characters");
        }
    }

    /** Refuses unsupported members by name, so that none is ignored silently. */
    public void members(String section, String name, JsonNode value, Set<String> built) {
        if (!value.isObject()) {
            throw invalid(section, name, "it must be an object");
        }
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            boolean blank = entry.getValue().isNull()
                    || (entry.getValue().isContainer() && entry.getValue().isEmpty());
            if (!built.contains(entry.getKey()) && !blank) {
                throw invalid(section, name, "the member '" + entry.getKey() + "' is not supported by Postern");
            }
        }
        String description = value.path("description").asString("");
        if (description.length() > MAX_DESCRIPTION_LENGTH) {
            throw invalid(section, name, "the description has more than '" + MAX_DESCRIPTION_LENGTH + "' characters");
        }
    }
}
