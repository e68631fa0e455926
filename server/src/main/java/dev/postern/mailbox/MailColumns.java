package dev.postern.mailbox;

import dev.postern.query.FoldedDocument;
import dev.postern.query.Folding;
import dev.postern.query.Path;
import dev.postern.store.Column;
import dev.postern.store.Column.Kind;
import dev.postern.store.ColumnMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Where the properties of a message that can be asked for lie in the table {@code item}. */
final class MailColumns {
    private static final FoldedDocument FORM = new FoldedDocument(Set.of(
            Path.of("flag/dueDateTime/dateTime"),
            Path.of("flag/startDateTime/dateTime"),
            Path.of("flag/completedDateTime/dateTime")));

    private static final int LONGEST_ADDRESS = 320;

    /** The properties on which a condition is answered from the folded copy. */
    private static final Set<String> FOLDED = Set.of(
            "bodyPreview",
            "from",
            "sender",
            "toRecipients",
            "ccRecipients",
            "bccRecipients",
            "replyTo",
            "categories",
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
                    // the members of these two are in lower case as they are
                    column("importance", "importance", Kind.FOLDED),
                    column("inferenceClassification", "classification", Kind.FOLDED),
                    Map.entry(Path.of("subject"), new Column("subject_key", Kind.FOLDED)),
                    Map.entry(Path.of("from/emailAddress/address"), new Column("from_key", Kind.FOLDED)),
                    Map.entry(Path.of("internetMessageId"), new Column("message_key", Kind.FOLDED))),
            Optional.of(new ColumnMap.Folded("folded", FORM, FOLDED)));

    private MailColumns() {}

    private static Map.Entry<Path, Column> column(String property, String name, Kind kind) {
        return Map.entry(Path.of(property), new Column(name, kind, false));
    }

    /** Subject or sender as it is compared. */
    static @Nullable String key(@Nullable String text) {
        return text == null ? null : Folding.fold(text);
    }

    /** As {@link #key}, cut where no address is that long any more: an index cannot hold everything that drafts may. */
    static @Nullable String addressKey(@Nullable Address address) {
        String key = address == null ? null : key(address.address());
        return key == null || key.length() <= LONGEST_ADDRESS ? key : key.substring(0, LONGEST_ADDRESS);
    }

    /** The copy of a message on which conditions are answered. */
    static String folded(Item item, ObjectNode doc) {
        ObjectNode message = StoredJson.object();
        message.setAll(doc);
        message.put("bodyPreview", item.summary().preview());
        Address from = item.summary().from();
        if (from != null) {
            message.set("from", from.recipient());
        }
        Address sender = item.summary().sender();
        if (sender != null) {
            message.set("sender", sender.recipient());
        }
        if (!message.has("flag")) {
            message.putObject("flag").put("flagStatus", item.flags().flagStatus());
        }
        return FORM.of(message, FOLDED).toString();
    }
}
