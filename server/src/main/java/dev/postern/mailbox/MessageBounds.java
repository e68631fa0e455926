package dev.postern.mailbox;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Limits for the properties of one item, apart from body and attachments. They are read completely whenever the
 * item is listed, so without limits one item could make its folder unreadable. Stateless.
 */
public final class MessageBounds {
    /** Maximum length of a subject. Outlook shows 255 characters. */
    public static final int MAX_SUBJECT_LENGTH = 8_192;

    /** Ten times the default limit of Exchange. */
    public static final int MAX_RECIPIENTS = 5_000;
    /** Maximum length of a name or an address; no valid address is that long. */
    public static final int MAX_PERSON_LENGTH = 2_048;

    public static final int MAX_CATEGORIES = 1_000;
    public static final int MAX_CATEGORY_LENGTH = 255;
    public static final int MAX_EXTENDED_PROPERTIES = 1_000;
    /** The maximum number of JSON values, including texts in lists. */
    public static final int MAX_VALUES = 50_000;

    private static final List<String> PEOPLE = List.of("toRecipients", "ccRecipients", "bccRecipients", "replyTo");

    private MessageBounds() {}

    /** @throws MailboxFailure.MessagePropertiesTooLarge names the limit that is exceeded */
    public static void check(ObjectNode message) {
        expect(length(message.path("subject")), MAX_SUBJECT_LENGTH, "A subject can have", "characters");
        people(message);
        JsonNode categories = message.path("categories");
        expect(categories.size(), MAX_CATEGORIES, "An item can have", "categories");
        categories.forEach(category ->
                expect(length(category), MAX_CATEGORY_LENGTH, "The name of a category can have", "characters"));
        checkExtended(message);
        expect(values(message), MAX_VALUES, "The properties of an item can have", "values");
    }

    /** Checks a change, which adds to the existing properties. */
    static void checkExtended(ObjectNode message) {
        expect(
                message.path("singleValueExtendedProperties").size()
                        + message.path("multiValueExtendedProperties").size(),
                MAX_EXTENDED_PROPERTIES,
                "An item can have",
                "extended properties");
    }

    private static void people(ObjectNode message) {
        int recipients = 0;
        for (String place : PEOPLE) {
            recipients += message.path(place).size();
        }
        expect(recipients, MAX_RECIPIENTS, "An item can have", "recipients");
        PEOPLE.forEach(place -> message.path(place).forEach(MessageBounds::person));
        person(message.path("from"));
        person(message.path("sender"));
    }

    private static void person(JsonNode person) {
        JsonNode address = person.path("emailAddress");
        expect(length(address.path("name")), MAX_PERSON_LENGTH, "The name of a person can have", "characters");
        expect(length(address.path("address")), MAX_PERSON_LENGTH, "An address can have", "characters");
    }

    private static int length(JsonNode text) {
        return text.stringValue("").length();
    }

    /** Recursive, because the depth of JSON from callers is limited. */
    private static int values(JsonNode node) {
        int values = 1;
        for (JsonNode inner : node) {
            values += values(inner);
        }
        return values;
    }

    private static void expect(int size, int max, String subject, String what) {
        if (size > max) {
            throw new MailboxFailure.MessagePropertiesTooLarge(subject + " at most " + max + " " + what + ".");
        }
    }
}
