package dev.postern.mailbox;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How much the properties of one message may be, body and attachments apart. They are read as a whole whenever the message is listed, so
 * without bounds one message could make its folder unreadable. Stateless.
 */
public final class MessageBounds {
    /** Of a subject. Outlook shows 255. */
    public static final int LONGEST_SUBJECT = 8_192;

    /** Ten times as many as Exchange lets a message have by default. */
    public static final int MOST_RECIPIENTS = 5_000;
    /** A name or an address; no address that mail can be sent to is as long. */
    public static final int LONGEST_PERSON = 2_048;

    public static final int MOST_CATEGORIES = 1_000;
    public static final int LONGEST_CATEGORY = 255;
    public static final int MOST_EXTENDED = 1_000;
    /** All JSON values, down to the last text in a list. */
    public static final int MOST_VALUES = 50_000;

    private static final List<String> PEOPLE = List.of("toRecipients", "ccRecipients", "bccRecipients", "replyTo");

    private MessageBounds() {}

    /** @throws MailboxFailure.MessagePropertiesTooLarge which says what is too much */
    public static void check(ObjectNode message) {
        expect(length(message.path("subject")), LONGEST_SUBJECT, "A subject has", "characters");
        people(message);
        JsonNode categories = message.path("categories");
        expect(categories.size(), MOST_CATEGORIES, "A message has", "categories");
        categories.forEach(
                category -> expect(length(category), LONGEST_CATEGORY, "The name of a category has", "characters"));
        checkExtended(message);
        expect(values(message), MOST_VALUES, "The properties of a message have", "values");
    }

    /** For a change, which adds to those that are there. */
    static void checkExtended(ObjectNode message) {
        expect(
                message.path("singleValueExtendedProperties").size()
                        + message.path("multiValueExtendedProperties").size(),
                MOST_EXTENDED,
                "A message has",
                "extended properties");
    }

    private static void people(ObjectNode message) {
        int recipients = 0;
        for (String place : PEOPLE) {
            recipients += message.path(place).size();
        }
        expect(recipients, MOST_RECIPIENTS, "A message has", "recipients");
        PEOPLE.forEach(place -> message.path(place).forEach(MessageBounds::person));
        person(message.path("from"));
        person(message.path("sender"));
    }

    private static void person(JsonNode person) {
        JsonNode address = person.path("emailAddress");
        expect(length(address.path("name")), LONGEST_PERSON, "The name of a person has", "characters");
        expect(length(address.path("address")), LONGEST_PERSON, "An address has", "characters");
    }

    private static int length(JsonNode text) {
        return text.stringValue("").length();
    }

    /** JSON from outside is never so deep that this could not be left to the stack. */
    private static int values(JsonNode node) {
        int values = 1;
        for (JsonNode inner : node) {
            values += values(inner);
        }
        return values;
    }

    private static void expect(int size, int most, String who, String what) {
        if (size > most) {
            throw new MailboxFailure.MessagePropertiesTooLarge(who + " at most " + most + " " + what + " here.");
        }
    }
}
