package dev.postern.mailbox;

import dev.postern.query.FoldedDocument;
import dev.postern.query.Path;
import dev.postern.store.Column;
import dev.postern.store.Column.Kind;
import dev.postern.store.ColumnMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Where the properties of a message that can be asked for lie in the table {@code item}. */
final class MailColumns {
    private static final FoldedDocument FORM = new FoldedDocument(Set.of(
            Path.of("flag/dueDateTime/dateTime"),
            Path.of("flag/startDateTime/dateTime"),
            Path.of("flag/completedDateTime/dateTime")));

    /** The properties on which a condition is answered from the folded copy. */
    private static final Set<String> FOLDED = Set.of(
            "subject",
            "bodyPreview",
            "from",
            "sender",
            "toRecipients",
            "ccRecipients",
            "bccRecipients",
            "replyTo",
            "categories",
            "importance",
            "inferenceClassification",
            "flag",
            "isReadReceiptRequested",
            "isDeliveryReceiptRequested",
            "singleValueExtendedProperties",
            "multiValueExtendedProperties",
            "extensions");

    static final ColumnMap MAP = new ColumnMap(
            Map.ofEntries(
                    column("isRead", "is_read", Kind.BOOLEAN),
                    column("isDraft", "is_draft", Kind.BOOLEAN),
                    column("hasAttachments", "has_attachments", Kind.BOOLEAN),
                    column("receivedDateTime", "received_at", Kind.MILLIS),
                    column("sentDateTime", "sent_at", Kind.MILLIS),
                    column("createdDateTime", "created_at", Kind.MILLIS),
                    column("lastModifiedDateTime", "modified_at", Kind.MILLIS),
                    column("conversationId", "conversation_id", Kind.EXACT),
                    Map.entry(Path.of("internetMessageId"), new Column("message_key", Kind.FOLDED))),
            Optional.of(new ColumnMap.Folded("folded", FORM, FOLDED)));

    private MailColumns() {}

    private static Map.Entry<Path, Column> column(String property, String name, Kind kind) {
        return Map.entry(Path.of(property), new Column(name, kind, false));
    }

    /** The copy of a message on which conditions are answered. */
    static String folded(Item item, ObjectNode doc) {
        ObjectNode message = Json.object();
        message.setAll(doc);
        message.put("subject", item.heading().subject());
        message.put("bodyPreview", item.heading().preview());
        Address from = item.heading().from();
        if (from != null) {
            message.set("from", from.recipient());
        }
        Address sender = item.heading().sender();
        if (sender != null) {
            message.set("sender", sender.recipient());
        }
        message.put("importance", item.marks().importance());
        message.put("inferenceClassification", item.marks().classification());
        if (!message.has("flag")) {
            message.putObject("flag").put("flagStatus", item.marks().flagStatus());
        }
        return FORM.of(message, FOLDED).toString();
    }
}
