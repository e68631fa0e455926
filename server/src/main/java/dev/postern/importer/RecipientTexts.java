package dev.postern.importer;

import dev.postern.directory.RecipientProperties;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** The texts of a recipient, within the bounds that cmdlets have for them. */
final class RecipientTexts {
    private static final int MAX_NAME_LENGTH = 64;
    private static final int MAX_DISPLAY_NAME_LENGTH = 256;
    private static final int MAX_TEXT_LENGTH = 1_024;
    private static final int CUSTOM_ATTRIBUTES = 15;

    private RecipientTexts() {}

    /** What the address begins with if the alias is missing or cannot be used. */
    static String alias(ExportItem item, String address) {
        String alias = item.text("Alias");
        return alias != null && alias.length() <= MAX_NAME_LENGTH && alias.matches("[^\\s\\p{Cntrl}@\"<>]+")
                ? alias
                : address.substring(0, address.indexOf('@'));
    }

    /** Why a name cannot be used; null if it can. */
    static @Nullable String nameProblem(String name) {
        if (name.length() > MAX_NAME_LENGTH) {
            return "Its name has " + name.length() + " characters. A name has at most " + MAX_NAME_LENGTH + ".";
        }
        return name.codePoints().anyMatch(Character::isISOControl) ? "Its name contains control characters." : null;
    }

    static String displayName(ExportItem item, String otherwise) {
        String text =
                item.textOrEmpty("DisplayName").replaceAll("\\p{Cntrl}", " ").strip();
        return text.isEmpty() ? otherwise : text.substring(0, Math.min(text.length(), MAX_DISPLAY_NAME_LENGTH));
    }

    /** @param unused receives a sentence for each value that cannot be used */
    static Map<String, String> attributes(ExportItem item, Consumer<String> unused) {
        Map<String, String> attributes = new HashMap<>();
        Stream.concat(
                        Stream.of("Notes"),
                        IntStream.rangeClosed(1, CUSTOM_ATTRIBUTES).mapToObj(number -> "CustomAttribute" + number))
                .forEach(name -> put(attributes, name, item.text(name), unused));
        if (Boolean.TRUE.equals(item.flag("HiddenGroupMembershipEnabled"))) {
            attributes.put("HiddenGroupMembershipEnabled", "true");
        }
        return attributes;
    }

    private static void put(Map<String, String> values, String name, @Nullable String text, Consumer<String> unused) {
        if (text != null && text.length() > MAX_TEXT_LENGTH) {
            unused.accept(name + " has more than " + MAX_TEXT_LENGTH + " characters.");
        } else if (text != null) {
            values.put(name, text.replaceAll("\\p{Cntrl}", " "));
        }
    }

    /** @param unused receives a sentence for each value that cannot be used */
    static Map<String, JsonNode> profile(ExportItem item, Consumer<String> unused) {
        Map<String, String> values = new HashMap<>();
        Map<String, JsonNode> profile = new HashMap<>();
        RecipientProperties.onGraph().forEach((name, property) -> {
            put(values, name, item.text(name), unused);
            String value = values.get(name);
            if (value != null) {
                profile.put(property, StringNode.valueOf(value));
            }
        });
        return profile;
    }
}
