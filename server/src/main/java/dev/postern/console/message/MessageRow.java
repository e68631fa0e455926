package dev.postern.console.message;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A message in a list.
 *
 * @param people the sender; for messages that the mailbox sends, the first recipients
 * @param received in ISO 8601
 */
public record MessageRow(
        String id,
        String people,
        String subject,
        String preview,
        String received,
        boolean unread,
        boolean draft,
        boolean important,
        boolean attachments,
        boolean meeting) {
    private static final int MAX_PEOPLE = 80;
    private static final int MAX_SUBJECT = 120;
    private static final int MAX_PREVIEW = 120;
    private static final int MAX_RECIPIENTS = 3;

    static final String SELECT = "subject,from,receivedDateTime,isRead,isDraft,importance,hasAttachments,bodyPreview";

    static MessageRow of(JsonNode message, boolean outgoing) {
        return new MessageRow(
                message.path("id").asString(""),
                ShownText.line(outgoing ? recipients(message) : name(message.path("from")), MAX_PEOPLE),
                ShownText.line(message.path("subject").asString(""), MAX_SUBJECT),
                ShownText.line(message.path("bodyPreview").asString("").replaceAll("\\s+", " "), MAX_PREVIEW),
                message.path("receivedDateTime").asString(""),
                !message.path("isRead").asBoolean(true),
                message.path("isDraft").asBoolean(false),
                message.path("importance").asString("").equals("high"),
                message.path("hasAttachments").asBoolean(false),
                message.path("@odata.type").asString("").contains("eventMessage"));
    }

    private static String recipients(JsonNode message) {
        JsonNode all = message.path("toRecipients");
        List<String> first =
                all.valueStream().limit(MAX_RECIPIENTS).map(MessageRow::name).toList();
        String more = all.size() > MAX_RECIPIENTS ? " and " + (all.size() - MAX_RECIPIENTS) + " more" : "";
        return String.join(", ", first) + more;
    }

    private static String name(JsonNode person) {
        JsonNode address = person.path("emailAddress");
        String name = address.path("name").asString("");
        return name.isEmpty() ? address.path("address").asString("") : name;
    }

    /** The subject, or a word for a missing one. */
    public String title() {
        return subject.isBlank() ? "(no subject)" : subject;
    }
}
