package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.query.Folding;
import dev.postern.store.Row;
import dev.postern.store.Sql;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The columns of messages that not every kind of item has. */
final class MessageRows implements ItemReader {
    private static final int FIRST = ItemTable.CORE_COLUMNS;
    private static final String PART = "received_at, sent_at, is_draft, importance, classification, flag_status,"
            + " subject, from_name, from_address, sender_name, sender_address, conversation_id, internet_message_id,"
            + " preview, meeting_type";
    /** Columns that a change of properties cannot change, besides those of every kind. */
    private static final Set<String> FIXED = Set.of("received_at", "sent_at", "is_draft", "conversation_id", "headers");

    private final MailboxId mailbox;
    private final ItemKind kind;

    MessageRows(MailboxId mailbox, ItemKind kind) {
        this.mailbox = mailbox;
        this.kind = kind;
    }

    @Override
    public ItemKind kind() {
        return kind;
    }

    @Override
    public String columns(Fields fields) {
        String weight = weight(fields);
        return ItemTable.core(kind) + ", " + PART
                + ItemCells.texts(fields, weight, fields.doc(), "doc")
                + ItemCells.texts(fields, weight, fields.headers(), "headers")
                + ItemCells.texts(fields, weight, fields.body(), "body_type", "body");
    }

    @Override
    public String weight(Fields fields) {
        return "(0"
                + (fields.doc() ? " + octet_length(doc)" : "")
                + (fields.headers() ? " + coalesce(octet_length(headers), 0)" : "")
                + (fields.body() ? " + octet_length(body)" : "")
                + ")";
    }

    @Override
    public Item read(Row row) {
        String doc = row.textOrNull(FIRST + 16);
        String headers = row.textOrNull(FIRST + 17);
        String bodyType = row.textOrNull(FIRST + 18);
        return new Item(
                ItemTable.read(mailbox, row),
                doc == null ? null : StoredJson.object(doc),
                new MessagePart(
                        row.time(FIRST + 1),
                        row.time(FIRST + 2),
                        new MessagePart.Flags(
                                row.flag(FIRST + 3), row.text(FIRST + 4), row.text(FIRST + 5), row.text(FIRST + 6)),
                        new MessagePart.Summary(
                                row.textOrNull(FIRST + 7),
                                address(row.textOrNull(FIRST + 8), row.textOrNull(FIRST + 9)),
                                address(row.textOrNull(FIRST + 10), row.textOrNull(FIRST + 11)),
                                row.text(FIRST + 12),
                                row.textOrNull(FIRST + 13),
                                row.text(FIRST + 14),
                                MeetingMessageType.find(row.textOrNull(FIRST + 15))),
                        bodyType == null
                                ? null
                                : new Body(Body.Type.valueOf(bodyType.toUpperCase(Locale.ROOT)), row.text(FIRST + 19)),
                        headers == null ? null : StoredJson.array(headers)));
    }

    private static @Nullable Address address(@Nullable String name, @Nullable String address) {
        return name == null && address == null ? null : new Address(name, address);
    }

    void insert(Sql sql, PreparedMessage prepared, long change) {
        ItemCells.insert(sql, kind, mailbox, change, cells(prepared.item(), prepared.texts(), prepared.folded()));
    }

    /** The row of a new message, by column; always the same columns in the same order. */
    static Map<String, @Nullable Object> cells(MailboxId mailbox, PreparedMessage prepared, long change) {
        return ItemCells.row(mailbox, change, cells(prepared.item(), prepared.texts(), prepared.folded()));
    }

    /**
     * Inserts the same message into several mailboxes, whose change numbers have just been taken. Returns the mailboxes
     * that did not have it yet.
     *
     * @param folders its folder in each of them
     */
    static Set<MailboxId> deliver(
            Sql sql, ItemKind kind, PreparedMessage prepared, SequencedMap<MailboxId, FolderId> folders) {
        List<Object> ids =
                SqlLists.padded(folders.keySet().stream().map(MailboxId::value).toList());
        Map<String, @Nullable Object> cells = cells(prepared.item(), prepared.texts(), prepared.folded());
        cells.put("mime_hash", prepared.mime());
        boolean same = Set.copyOf(folders.values()).size() == 1;
        String choice = "case mailbox_id" + " when ? then ?".repeat(ids.size()) + " end";
        var values = new ArrayList<@Nullable Object>();
        cells.forEach((column, value) -> {
            if (!column.equals("folder_id")) {
                values.add(value);
            } else if (same) {
                values.add(folders.firstEntry().getValue().value());
            } else {
                ids.forEach(id -> {
                    values.add(id);
                    values.add(Objects.requireNonNull(folders.get(new MailboxId((UUID) id)))
                            .value());
                });
            }
        });
        values.addAll(ids);
        String marks = cells.keySet().stream()
                .map(column -> column.equals("folder_id") && !same ? choice : "?")
                .collect(Collectors.joining(", "));
        return Set.copyOf(sql.list(
                "insert into " + kind.table() + " (mailbox_id, changed, arrived, " + String.join(", ", cells.keySet())
                        + ") select mailbox_id, change_seq, change_seq, " + marks
                        + " from mailbox where mailbox_id in (" + SqlLists.marks(ids.size()) + ")"
                        + " on conflict do nothing returning mailbox_id",
                row -> new MailboxId(row.uuid(1)),
                values.toArray()));
    }

    /**
     * Updates the columns that a change of properties can change.
     *
     * @param onlyRead whether only the read flag changes
     */
    void update(Sql sql, Item item, long change, boolean onlyRead) {
        ObjectNode doc = Objects.requireNonNull(item.doc(), "An item that is written has its document");
        // the headers are not written again
        ItemTexts texts = ItemTexts.of(doc, null);
        ItemCells.update(
                sql,
                kind,
                item.core(),
                change,
                cells(item, texts, ComparedColumns.folded(kind.properties(), item, doc)),
                FIXED,
                onlyRead ? ", content_changed = coalesce(content_changed, changed)" : kind.contentChanged());
    }

    /** Turns a draft into a message that was sent at this time. */
    void markSent(Sql sql, ItemId id, Instant time) {
        sql.update(
                "update " + kind.table() + " set is_draft = ?, sent_at = ?, received_at = ?"
                        + " where mailbox_id = ? and item_id = ?",
                false,
                time,
                time,
                mailbox.value(),
                id.value());
    }

    /** The columns of a message that are written, without the mailbox and the change numbers. */
    private static Map<String, @Nullable Object> cells(Item item, ItemTexts texts, String folded) {
        MessagePart part = item.message();
        Body body = Objects.requireNonNull(part.body(), "An item that is written has its body");
        ItemCore core = item.core();
        MessagePart.Summary summary = part.summary();
        Map<String, @Nullable Object> cells = ItemCells.of(core);
        cells.put("received_at", part.received());
        cells.put("sent_at", part.sent());
        cells.put("is_read", item.isRead());
        cells.put("is_draft", part.flags().draft());
        cells.put("importance", part.flags().importance());
        cells.put("classification", part.flags().classification());
        cells.put("flag_status", part.flags().flagStatus());
        cells.put("subject", summary.subject());
        cells.put("subject_key", ComparedColumns.key(summary.subject()));
        cells.put("from_name", summary.from() == null ? null : summary.from().name());
        cells.put("from_address", summary.from() == null ? null : summary.from().address());
        cells.put("from_key", ComparedColumns.addressKey(summary.from()));
        cells.put(
                "sender_name",
                summary.sender() == null ? null : summary.sender().name());
        cells.put(
                "sender_address",
                summary.sender() == null ? null : summary.sender().address());
        cells.put("conversation_id", summary.conversationId());
        String messageId = summary.internetMessageId();
        cells.put("internet_message_id", messageId);
        cells.put("message_key", messageId == null ? null : Folding.fold(messageId));
        cells.put("preview", summary.preview());
        cells.put(
                "meeting_type",
                summary.meeting() == null ? null : summary.meeting().stored());
        cells.put("doc", texts.doc());
        cells.put("folded", folded);
        cells.put("body_type", body.type().name().toLowerCase(Locale.ROOT));
        cells.put("headers", texts.headers());
        cells.put("body", body.content());
        return cells;
    }
}
