package dev.postern.mailbox.rule;

import dev.postern.mailbox.MailboxFailure;
import dev.postern.query.Folding;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checks conditions, exceptions and actions by their Graph names, and brings them into the form in which they are stored. Members that are
 * null, false or empty lists are not used, so they are not stored. The methods throw {@link MailboxFailure.RuleRefused}; its text begins with the
 * name that Exchange has for the fault.
 */
public final class RuleParts {
    private static final int MAX_TEXT = 1024;
    private static final int MAX_ADDRESS = 320;
    /** As many recipients as a message has by default. */
    private static final int MAX_PEOPLE = 500;
    /** In KB; the sizes of the protocol are bytes in 32 bits. */
    private static final int MAX_SIZE = 2_097_151;

    /** Graph returns these in upper case. */
    private static final Set<String> RAISED = Set.of("senderContains", "recipientContains");

    private RuleParts() {}

    public static ObjectNode predicates(ObjectNode given) {
        ObjectNode used = used(given);
        used.properties().forEach(member -> {
            if (member.getValue() instanceof ArrayNode list) {
                member.setValue(list(member.getKey(), list));
            } else if (member.getKey().equals("withinSizeRange")) {
                checkRange(member.getValue());
            }
        });
        return used;
    }

    /** @param folders from the id of a folder in this object to its stored id */
    public static ObjectNode actions(ObjectNode given, Function<String, String> folders) {
        ObjectNode used = used(given);
        if (used.isEmpty()) {
            throw invalid("MissingAction", "The rule must have an action.");
        }
        used.properties().forEach(member -> {
            if (member.getValue() instanceof ArrayNode list) {
                member.setValue(list(member.getKey(), list));
            } else if (member.getKey().equals(RuleActions.MOVE)
                    || member.getKey().equals(RuleActions.COPY)) {
                member.setValue(JsonNodeFactory.instance.stringNode(
                        folders.apply(member.getValue().stringValue(""))));
            }
        });
        return used;
    }

    /** Without what is not used. */
    private static ObjectNode used(ObjectNode given) {
        ObjectNode used = JsonNodeFactory.instance.objectNode();
        given.properties().forEach(member -> {
            JsonNode value = member.getValue();
            boolean nothing = value.isNull()
                    || (value.isBoolean() && !value.booleanValue())
                    || (value.isArray() && value.isEmpty())
                    || member.getKey().indexOf('@') >= 0;
            if (!nothing) {
                used.set(member.getKey(), value);
            }
        });
        return used;
    }

    private static ArrayNode list(String name, ArrayNode list) {
        return list.get(0).isObject() ? people(name, list) : texts(name, list);
    }

    private static ArrayNode texts(String name, ArrayNode given) {
        ArrayNode texts = JsonNodeFactory.instance.arrayNode();
        for (JsonNode one : given) {
            String text = one.stringValue("");
            if (text.isEmpty()) {
                throw invalid("EmptyValueFound", "'" + name + "' contains an empty text.");
            }
            if (text.length() > MAX_TEXT) {
                throw invalid(
                        "StringValueTooBig", "A text in '" + name + "' has more than " + MAX_TEXT + " characters.");
            }
            texts.add(RAISED.contains(name) ? text.toUpperCase(Locale.ROOT) : text);
        }
        return texts;
    }

    /** Each address once. */
    private static ArrayNode people(String name, ArrayNode given) {
        ArrayNode people = JsonNodeFactory.instance.arrayNode();
        Set<String> seen = new HashSet<>();
        for (JsonNode one : given) {
            JsonNode email = one.path("emailAddress");
            String address = email.path("address").stringValue("").strip();
            if (!isAddress(address)) {
                throw invalid("InvalidAddress", "'" + name + "' contains '" + cut(address) + "', which is no address.");
            }
            String called = email.path("name").stringValue("");
            if (called.length() > MAX_TEXT) {
                throw invalid("StringValueTooBig", "A name in '" + name + "' is too long.");
            }
            if (seen.add(Folding.fold(address))) {
                people.addObject()
                        .putObject("emailAddress")
                        .put("name", called.isBlank() ? address : called)
                        .put("address", address);
            }
        }
        if (people.size() > MAX_PEOPLE) {
            throw invalid("InvalidValue", "'" + name + "' has more than " + MAX_PEOPLE + " addresses.");
        }
        return people;
    }

    private static boolean isAddress(String address) {
        int at = address.indexOf('@');
        return at > 0
                && at == address.lastIndexOf('@')
                && at < address.length() - 1
                && address.length() <= MAX_ADDRESS
                && address.chars().noneMatch(c -> c <= ' ' || c == 127 || "<>,;:\\\"()[]".indexOf(c) >= 0);
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(text.length(), 100));
    }

    private static void checkRange(JsonNode range) {
        int minimum = range.path("minimumSize").intValue(0);
        int maximum = range.path("maximumSize").intValue(MAX_SIZE);
        if (minimum < 0 || maximum < 0) {
            throw invalid("SizeLessThanZero", "A size in 'withinSizeRange' is negative.");
        }
        if (minimum > MAX_SIZE || maximum > MAX_SIZE) {
            throw invalid("InvalidValue", "A size in 'withinSizeRange' is more than " + MAX_SIZE + " KB.");
        }
        if (maximum <= minimum) {
            throw invalid("InvalidSizeRange", "'maximumSize' must be more than 'minimumSize'.");
        }
    }

    private static MailboxFailure invalid(String fault, String message) {
        return new MailboxFailure.RuleRefused(fault + ": " + message);
    }
}
