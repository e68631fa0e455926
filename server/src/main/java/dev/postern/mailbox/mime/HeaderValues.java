package dev.postern.mailbox.mime;

import dev.postern.mailbox.MessageBounds;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Text that is, or later becomes, the value of a header. A line break in it would start another header, so line breaks and other control
 * characters become spaces, as in Exchange.
 */
public final class HeaderValues {
    private static final List<String> PEOPLE = List.of("toRecipients", "ccRecipients", "bccRecipients", "replyTo");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u0085\\u2028\\u2029]+");
    private static final Pattern MESSAGE_ID = Pattern.compile("<[^<>\\s\\p{Cntrl}]{1,900}>");

    private HeaderValues() {}

    /** Cleans a message that another program wrote: nothing is refused, an invalid message id is dropped, a long subject is truncated. */
    public static void cleanReceived(ObjectNode message) {
        clean(message);
        if (!isMessageId(message.path("internetMessageId").stringValue(""))) {
            message.remove("internetMessageId");
        }
        String subject = message.path("subject").stringValue("");
        int maxLength = MessageBounds.MAX_SUBJECT_LENGTH;
        if (subject.length() > maxLength) {
            boolean within = Character.isHighSurrogate(subject.charAt(maxLength - 1));
            message.put("subject", subject.substring(0, within ? maxLength - 1 : maxLength));
        }
    }

    public static boolean isMessageId(String text) {
        return MESSAGE_ID.matcher(text).matches();
    }

    /** Cleans the subject, names and addresses. */
    public static void clean(ObjectNode message) {
        clean(message, "subject");
        PEOPLE.forEach(name -> message.path(name).forEach(HeaderValues::person));
        person(message.path("from"));
        person(message.path("sender"));
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
