package dev.postern.graph.content;

import dev.postern.graph.GraphFailure;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Text that later becomes a header of the message. A line break in it would start another header, so line breaks and
 * other control characters become spaces, as in Exchange; an id with one is refused.
 */
public final class HeaderText {
    private static final List<String> PEOPLE = List.of("toRecipients", "ccRecipients", "bccRecipients", "replyTo");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u0085\\u2028\\u2029]+");
    private static final Pattern MESSAGE_ID = Pattern.compile("<[^<>\\s\\p{Cntrl}]{1,900}>");

    private HeaderText() {}

    /** Cleans a received message: nothing is refused, an invalid message id is dropped. */
    public static void cleanReceived(ObjectNode message) {
        properties(message);
        if (!MESSAGE_ID
                .matcher(message.path("internetMessageId").stringValue(""))
                .matches()) {
            message.remove("internetMessageId");
        }
    }

    private static void properties(ObjectNode message) {
        clean(message, "subject");
        PEOPLE.forEach(name -> message.path(name).forEach(HeaderText::person));
        person(message.path("from"));
        person(message.path("sender"));
    }

    public static void clean(ObjectNode message) {
        properties(message);
        String id = message.path("internetMessageId").stringValue(null);
        if (id != null && !id.isEmpty() && !MESSAGE_ID.matcher(id).matches()) {
            throw new GraphFailure(
                    400,
                    "ErrorInvalidPropertySet",
                    "The property 'internetMessageId' must have the form '<left@right>', without spaces.");
        }
    }

    private static void person(JsonNode recipient) {
        if (recipient.path("emailAddress") instanceof ObjectNode email) {
            clean(email, "name");
            clean(email, "address");
        }
    }

    private static void clean(ObjectNode holder, String name) {
        String text = holder.path(name).stringValue(null);
        String clean = clean(text);
        if (clean != null && !clean.equals(text)) {
            holder.put(name, clean);
        }
    }

    public static @Nullable String clean(@Nullable String text) {
        return text == null ? null : CONTROL.matcher(text).replaceAll(" ");
    }
}
