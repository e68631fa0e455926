package dev.postern.workflow.connector;

import dev.postern.query.Folding;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.expression.ValueText;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Messages that operations send, as resources of Graph. */
final class OutgoingMessage {
    private static final int MAX_RECIPIENTS = 500;
    private static final int MAX_ATTACHMENTS = 250;
    private static final Set<String> IMPORTANCE = Set.of("low", "normal", "high");

    private OutgoingMessage() {}

    static ObjectNode of(OutlookCall call) {
        ObjectNode message = JsonValues.object();
        message.put("subject", call.member("Subject"));
        message.putObject("body").put("contentType", "html").put("content", call.member("Body"));
        common(call, message);
        String from = call.member("From").strip();
        if (!from.isEmpty()) {
            message.set("from", recipient(from));
        }
        recipients(call, "ReplyTo", message, "replyTo");
        return message;
    }

    /** What a reply changes of the message that Graph makes of the original. */
    static ObjectNode reply(OutlookCall call) {
        ObjectNode message = JsonValues.object();
        if (!call.member("Subject").isEmpty()) {
            message.put("subject", call.member("Subject"));
        }
        common(call, message);
        return message;
    }

    private static void common(OutlookCall call, ObjectNode message) {
        recipients(call, "To", message, "toRecipients");
        recipients(call, "Cc", message, "ccRecipients");
        recipients(call, "Bcc", message, "bccRecipients");
        String importance = Folding.lower(call.member("Importance").strip());
        if (!importance.isEmpty()) {
            if (!IMPORTANCE.contains(importance)) {
                throw new ConnectorRefused(
                        "The value '" + importance + "' of 'Importance' must be 'Low', 'Normal' or 'High'.");
            }
            message.put("importance", importance);
        }
        @Nullable
        JsonNode attachments = call.body().isObject() ? JsonValues.property(call.body(), "Attachments") : null;
        if (attachments != null
                && !attachments.isNull()
                && !ValueText.of(attachments).isEmpty()) {
            message.set("attachments", attachments(attachments));
        }
    }

    private static void recipients(OutlookCall call, String member, ObjectNode message, String property) {
        ArrayNode recipients = recipients(call.member(member));
        if (!recipients.isEmpty()) {
            message.set(property, recipients);
        }
    }

    /** Reads addresses separated by semicolons. */
    static ArrayNode recipients(String text) {
        ArrayNode recipients = JsonValues.array();
        addresses(text).forEach(address -> recipients.add(recipient(address)));
        return recipients;
    }

    static List<String> addresses(String text) {
        List<String> addresses = List.of(text.split("[;,]")).stream()
                .map(String::strip)
                .filter(address -> !address.isEmpty())
                .limit(MAX_RECIPIENTS + 1L)
                .toList();
        if (addresses.size() > MAX_RECIPIENTS) {
            throw new ConnectorRefused("There are more than " + MAX_RECIPIENTS + " addresses, which is the limit.");
        }
        return addresses;
    }

    private static ObjectNode recipient(String address) {
        ObjectNode recipient = JsonValues.object();
        recipient.putObject("emailAddress").put("address", address);
        return recipient;
    }

    private static ArrayNode attachments(JsonNode given) {
        if (!given.isArray() || given.size() > MAX_ATTACHMENTS) {
            throw new ConnectorRefused(
                    "The member 'Attachments' must be an array with at most " + MAX_ATTACHMENTS + " elements.");
        }
        ArrayNode attachments = JsonValues.array();
        for (JsonNode each : given) {
            attachments.add(attachment(each));
        }
        return attachments;
    }

    /** Also reads an attachment of a received message, which has more members. */
    private static ObjectNode attachment(JsonNode given) {
        @Nullable JsonNode name = given.isObject() ? JsonValues.property(given, "Name") : null;
        @Nullable JsonNode content = given.isObject() ? JsonValues.property(given, "ContentBytes") : null;
        if (name == null || content == null) {
            throw new ConnectorRefused("An attachment needs the members 'Name' and 'ContentBytes'.");
        }
        ObjectNode attachment = JsonValues.object();
        attachment.put("@odata.type", "#microsoft.graph.fileAttachment");
        attachment.put("name", ValueText.of(name));
        String type = "";
        if (ValueText.isBinary(content)) {
            type = content.path("$content-type").asString("");
            attachment.put("contentBytes", Base64.getEncoder().encodeToString(ValueText.bytes(content)));
        } else {
            attachment.put("contentBytes", ValueText.of(content));
        }
        @Nullable JsonNode own = JsonValues.property(given, "ContentType");
        String contentType = own == null || own.isNull() ? type : ValueText.of(own);
        if (!contentType.isEmpty()) {
            attachment.put("contentType", contentType);
        }
        @Nullable JsonNode inline = JsonValues.property(given, "isInline");
        @Nullable JsonNode id = JsonValues.property(given, "contentId");
        if (inline != null && inline.isBoolean() && inline.booleanValue() && id != null && !id.isNull()) {
            attachment.put("isInline", true).put("contentId", ValueText.of(id));
        }
        return attachment;
    }
}
