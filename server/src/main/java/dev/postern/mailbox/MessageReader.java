package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Splits a message into columns, body, transport headers and the document with the remaining properties. */
final class MessageReader {
    private final PropertyTable properties;
    private final Set<String> onlyDrafts;
    private final ChangeClock clock;
    private final String host;

    MessageReader(PropertyTable properties, ChangeClock clock, String host) {
        this.properties = properties;
        this.onlyDrafts = properties.onlyDrafts();
        this.clock = clock;
        this.host = host;
    }

    WrittenItem read(
            MailboxId mailbox, ItemId id, FolderId folder, NewMessage from, List<StoredAttachment> attachments) {
        ObjectNode message = from.message();
        MessageBounds.check(message);
        Instant now = clock.now();
        Address author = Address.of(message.get("from"));
        String messageId = StoredJson.text(message.get("internetMessageId"));
        if (messageId == null || messageId.isEmpty()) {
            messageId = "<" + clock.nextId() + "@" + domain(author) + ">";
        }
        ObjectNode doc = doc(message);
        Body body = body(message.get("body"), Body.EMPTY);
        MessagePart.Summary summary = new MessagePart.Summary(
                StoredJson.text(message.get("subject")),
                author,
                Address.of(message.get("sender")),
                conversation(message, doc, messageId, now),
                messageId,
                Previews.of(body),
                MeetingMessageType.find(StoredJson.text(message.get("meetingMessageType"))));
        ArrayNode headers =
                message.get("internetMessageHeaders") instanceof ArrayNode given && !given.isEmpty() ? given : null;
        ItemTexts texts = ItemTexts.of(doc, headers);
        Item item = new Item(
                new ItemCore(
                        mailbox,
                        id,
                        folder,
                        0,
                        0,
                        0,
                        now,
                        now,
                        attachments.stream().anyMatch(a -> !a.inline()),
                        !from.read(),
                        ItemSizes.of(body, texts, summary, attachments)),
                doc,
                new MessagePart(
                        from.received() == null ? now : ChangeClock.seconds(from.received()),
                        from.sent() == null ? now : ChangeClock.seconds(from.sent()),
                        new MessagePart.Flags(
                                from.draft(),
                                StoredJson.text(message.get("importance"), "normal"),
                                StoredJson.text(message.get("inferenceClassification"), "focused"),
                                StoredJson.text(doc.path("flag").get("flagStatus"), "notFlagged")),
                        summary,
                        body,
                        headers));
        return new WrittenItem(item, texts);
    }

    /** Whether a patch changes nothing but the read flag, which is no modification of a message. */
    static boolean isOnlyRead(ObjectNode patch) {
        return Set.of("isRead").containsAll(patch.propertyNames());
    }

    /** The item with these properties changed. Its document and body must have been read. */
    Item patch(Item item, ObjectNode wanted) {
        ObjectNode patch = item.message().flags().draft() ? wanted : SentAgain.without(onlyDrafts, item, wanted);
        ObjectNode doc = StoredJson.object();
        doc.setAll(item.doc());
        doc.setAll(doc(patch));
        ExtendedProperties.merge(item.doc(), patch, doc);
        if (patch.has("singleValueExtendedProperties") || patch.has("multiValueExtendedProperties")) {
            MessageBounds.checkExtended(doc);
        }
        Body kept = item.message().body();
        Body was = kept == null ? Body.EMPTY : kept;
        Body body = patch.has("body") ? body(patch.get("body"), was) : was;
        MessagePart.Flags marks = item.message().flags();
        MessagePart.Summary summary = item.message().summary();
        MessagePart.Summary changed = new MessagePart.Summary(
                patch.has("subject") ? StoredJson.text(patch.get("subject")) : summary.subject(),
                patch.has("from") ? Address.of(patch.get("from")) : summary.from(),
                patch.has("sender") ? Address.of(patch.get("sender")) : summary.sender(),
                summary.conversationId(),
                StoredJson.text(patch.get("internetMessageId"), text(summary.internetMessageId())),
                patch.has("body") ? Previews.of(body) : summary.preview(),
                summary.meeting());
        long grown = ItemSizes.own(body, doc, changed)
                - ItemSizes.own(was, item.doc() == null ? StoredJson.object() : item.doc(), summary);
        ItemCore core = item.core();
        return new Item(
                new ItemCore(
                        core.mailbox(),
                        core.id(),
                        core.folder(),
                        core.moveCount(),
                        core.changed(),
                        core.arrived(),
                        core.created(),
                        isOnlyRead(wanted) ? core.modified() : clock.now(),
                        core.hasAttachments(),
                        !StoredJson.flag(patch.get("isRead"), item.isRead()),
                        Math.max(0, item.size() + grown)),
                doc,
                new MessagePart(
                        item.message().received(),
                        item.message().sent(),
                        new MessagePart.Flags(
                                marks.draft(),
                                StoredJson.text(patch.get("importance"), marks.importance()),
                                StoredJson.text(patch.get("inferenceClassification"), marks.classification()),
                                StoredJson.text(doc.path("flag").get("flagStatus"), "notFlagged")),
                        changed,
                        body,
                        item.message().headers()));
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private ObjectNode doc(ObjectNode message) {
        ObjectNode doc = StoredJson.object();
        for (Map.Entry<String, JsonNode> property : message.properties()) {
            if (properties.inDocument(property.getKey()) && property.getKey().indexOf('@') < 0) {
                doc.set(property.getKey(), property.getValue());
            }
        }
        return doc;
    }

    private static Body body(@Nullable JsonNode node, Body before) {
        if (node == null || !node.isObject()) {
            return Body.EMPTY;
        }
        String type = StoredJson.text(node.get("contentType"));
        return new Body(
                type == null ? before.type() : type.equalsIgnoreCase("html") ? Body.Type.HTML : Body.Type.TEXT,
                StoredJson.text(node.get("content"), before.content()));
    }

    private static String conversation(ObjectNode message, ObjectNode doc, String messageId, Instant now) {
        String index = StoredJson.text(doc.get("conversationIndex"));
        String given = StoredJson.text(message.get("conversationId"));
        if (index != null) {
            try {
                String id = Conversations.id(Base64.getDecoder().decode(index));
                if (id != null) {
                    return given == null ? id : given;
                }
            } catch (IllegalArgumentException _) {
                // not an index: a new one is created below
            }
        }
        doc.put("conversationIndex", Base64.getEncoder().encodeToString(Conversations.begin(messageId, now)));
        return given == null ? Conversations.id(messageId) : given;
    }

    private String domain(@Nullable Address author) {
        String address = author == null ? null : author.address();
        int at = address == null ? -1 : address.lastIndexOf('@');
        return address == null || at < 0 || at == address.length() - 1 ? host : address.substring(at + 1);
    }
}
