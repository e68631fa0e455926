package dev.postern.workflow.connector;

import dev.postern.workflow.expression.JsonValues;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A message of Graph as the connector shows it: bodies and addresses are texts. */
final class ReceivedMessage {
    /** What a request to Graph selects; the connector shows nothing else. */
    static final String SELECT = "id,receivedDateTime,hasAttachments,internetMessageId,subject,bodyPreview,importance,"
            + "conversationId,isRead,body,from,toRecipients,ccRecipients,bccRecipients,replyTo,flag";

    private static final List<String> SAME = List.of(
            "hasAttachments", "internetMessageId", "subject", "bodyPreview", "importance", "conversationId", "isRead");
    private static final List<String> RECIPIENTS = List.of("toRecipients", "ccRecipients", "bccRecipients", "replyTo");
    private static final List<String> ATTACHMENT = List.of(
            "@odata.type",
            "id",
            "lastModifiedDateTime",
            "name",
            "contentType",
            "size",
            "isInline",
            "contentId",
            "contentBytes");

    private ReceivedMessage() {}

    static JsonNode of(JsonNode message) {
        ObjectNode shown = JsonValues.object();
        copy(message, "id", shown);
        shown.put("receivedDateTime", offset(message.path("receivedDateTime").asString("")));
        SAME.forEach(name -> copy(message, name, shown));
        shown.put("isHtml", message.at("/body/contentType").asString("").equalsIgnoreCase("html"));
        shown.put("body", message.at("/body/content").asString(""));
        if (message.hasNonNull("from")) {
            shown.put("from", address(message.path("from")));
        }
        for (String name : RECIPIENTS) {
            if (!message.path(name).isEmpty()) {
                shown.put(name, addresses(message.path(name)));
            }
        }
        shown.set("attachments", attachments(message.path("attachments")));
        return shown;
    }

    private static void copy(JsonNode from, String name, ObjectNode to) {
        if (from.has(name)) {
            to.set(name, from.path(name));
        }
    }

    /** The connector writes an offset where Graph writes {@code Z}. */
    static String offset(String moment) {
        return moment.endsWith("Z") ? moment.substring(0, moment.length() - 1) + "+00:00" : moment;
    }

    static String address(JsonNode recipient) {
        return recipient.at("/emailAddress/address").asString("");
    }

    private static String addresses(JsonNode recipients) {
        return recipients.valueStream().map(ReceivedMessage::address).collect(Collectors.joining(";"));
    }

    private static ArrayNode attachments(JsonNode attachments) {
        ArrayNode shown = JsonValues.array();
        for (JsonNode attachment : attachments) {
            ObjectNode each = shown.addObject();
            ATTACHMENT.forEach(name -> copy(attachment, name, each));
        }
        return shown;
    }
}
