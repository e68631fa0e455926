package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.query.Folding;
import dev.postern.store.Row;
import dev.postern.store.Sql;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The table {@code item}. */
final class ItemRows {
    private static final String CORE = "item_id, folder_id, incarnation, changed, arrived, created_at, modified_at,"
            + " received_at, sent_at, is_read, is_draft, has_attachments, importance, classification, flag_status,"
            + " subject, from_name, from_address, sender_name, sender_address, conversation_id, internet_message_id,"
            + " size, preview";
    /** After the key and the change's number, which come first. */
    private static final String REST = "item_id, folder_id, incarnation, kind, created_at, modified_at, received_at,"
        + " sent_at, is_read, is_draft, has_attachments, importance, classification, flag_status, subject, from_name,"
        + " from_address, sender_name, sender_address, conversation_id, internet_message_id, message_key, size,"
        + " preview, doc, folded, body_type, body, headers, subject_key, from_key";

    private static final String QUESTION_MARKS =
            Stream.of(REST.split(",")).map(_ -> "?").collect(Collectors.joining(", "));

    private static final String INSERT =
            "insert into item (mailbox_id, changed, arrived, " + REST + ") values (?, ?, ?, " + QUESTION_MARKS + ")";
    private static final String UPDATE =
            "update item set changed = ?, modified_at = ?, is_read = ?, has_attachments = ?, importance = ?,"
                + " classification = ?, flag_status = ?, subject = ?, from_name = ?, from_address = ?, sender_name ="
                + " ?, sender_address = ?, internet_message_id = ?, message_key = ?, size = ?, preview = ?, doc = ?,"
                + " folded = ?, body_type = ?, body = ?, subject_key = ?, from_key = ? where mailbox_id = ? and"
                + " item_id = ?";
    /** What a copy shares with its original, see {@link #copy}. */
    private static final String COPIED =
            "kind, received_at, sent_at, is_read, is_draft, has_attachments, importance, classification, flag_status,"
                + " subject, from_name, from_address, sender_name, sender_address, conversation_id,"
                + " internet_message_id, message_key, size, preview, doc, folded, body_type, mime_hash, headers, body,"
                + " subject_key, from_key";

    private final MailboxId mailbox;

    ItemRows(MailboxId mailbox) {
        this.mailbox = mailbox;
    }

    /** The list after {@code select} or {@code returning}; always the same columns in the same places. */
    static String columns(Fields fields) {
        String when = fields.bounded() ? "case when " + weight(fields) + " <= " + fields.inline() + " then " : "";
        String end = fields.bounded() ? " end" : "";
        return CORE
                + (fields.doc() ? ", " + when + "doc" + end : ", null")
                + (fields.headers() ? ", " + when + "headers" + end : ", null")
                + (fields.body() ? ", " + when + "body_type" + end + ", " + when + "body" + end : ", null, null");
    }

    /** How many bytes the texts have that would be read; told by both engines without reading them. */
    static String weight(Fields fields) {
        return "(0"
                + (fields.doc() ? " + octet_length(doc)" : "")
                + (fields.headers() ? " + coalesce(octet_length(headers), 0)" : "")
                + (fields.body() ? " + octet_length(body)" : "")
                + ")";
    }

    Item read(Row row) {
        String doc = row.textOrNull(25);
        String headers = row.textOrNull(26);
        String bodyType = row.textOrNull(27);
        return new Item(
                mailbox,
                new ItemId(row.uuid(1)),
                new FolderId(row.uuid(2)),
                row.number(3),
                row.number(4),
                row.number(5),
                new Item.Times(row.time(6), row.time(7), row.time(8), row.time(9)),
                new Item.Flags(row.flag(10), row.flag(11), row.flag(12), row.text(13), row.text(14), row.text(15)),
                new Item.Summary(
                        row.textOrNull(16),
                        address(row.textOrNull(17), row.textOrNull(18)),
                        address(row.textOrNull(19), row.textOrNull(20)),
                        row.text(21),
                        row.textOrNull(22),
                        row.text(24)),
                row.number(23),
                doc == null ? null : StoredJson.object(doc),
                bodyType == null ? null : new Body(Body.Type.valueOf(bodyType.toUpperCase(Locale.ROOT)), row.text(28)),
                headers == null ? null : StoredJson.array(headers));
    }

    private static @Nullable Address address(@Nullable String name, @Nullable String address) {
        return name == null && address == null ? null : new Address(name, address);
    }

    @Nullable
    Item find(Sql sql, ItemId id, Fields fields) {
        return sql.one(
                "select " + columns(fields) + " from item where mailbox_id = ? and item_id = ?",
                this::read,
                mailbox.value(),
                id.value());
    }

    /** The item under this name. @throws MailboxFailure.ItemNotFound when it is not there, or purged */
    Item require(Sql sql, ItemRef ref, Fields fields) {
        Item item = find(sql, ref.id(), fields);
        if (item == null
                || (ref.moveCount() != null && ref.moveCount() != item.moveCount())
                || item.folder().equals(WellKnownFolder.RECOVERABLEITEMSPURGES.id())) {
            throw new MailboxFailure.ItemNotFound();
        }
        return item;
    }

    boolean isThere(Sql sql, ItemId id) {
        return sql.number("select count(*) from item where mailbox_id = ? and item_id = ?", mailbox.value(), id.value())
                > 0;
    }

    void insert(Sql sql, Item item, long change) {
        var values = new ArrayList<@Nullable Object>();
        values.add(mailbox.value());
        values.add(change);
        values.add(change);
        values.addAll(rest(item));
        sql.update(INSERT, values.toArray());
    }

    /**
     * Puts the same item into several mailboxes, whose change numbers have just been taken; answers in which of them it was
     * not there yet.
     */
    static Set<MailboxId> deliver(Sql sql, Item item, List<MailboxId> mailboxes) {
        List<Object> ids = padded(mailboxes);
        var values = new ArrayList<@Nullable Object>(rest(item));
        values.addAll(ids);
        return Set.copyOf(sql.list(
                "insert into item (mailbox_id, changed, arrived, " + REST
                        + ") select mailbox_id, change_seq, change_seq, "
                        + QUESTION_MARKS + " from mailbox where mailbox_id in (" + marks(ids.size()) + ")"
                        + " on conflict do nothing returning mailbox_id",
                row -> new MailboxId(row.uuid(1)),
                values.toArray()));
    }

    /** The ids and repeats of the last one up to a power of two, so that there are few different statements. */
    static List<Object> padded(List<MailboxId> mailboxes) {
        return paddedIds(mailboxes.stream().map(MailboxId::value).toList());
    }

    static List<Object> paddedIds(List<UUID> some) {
        int size = Integer.highestOneBit(Math.max(1, some.size() * 2 - 1));
        var ids = new ArrayList<Object>(size);
        ids.addAll(some);
        while (ids.size() < size) {
            ids.add(some.getLast());
        }
        return ids;
    }

    static String marks(int count) {
        return "?" + ", ?".repeat(count - 1);
    }

    private static List<@Nullable Object> rest(Item item) {
        var values = new ArrayList<@Nullable Object>(40);
        values.add(item.id().value());
        values.add(item.folder().value());
        values.add(item.moveCount());
        values.add("message");
        values.add(item.times().created());
        values.add(item.times().modified());
        values.add(item.times().received());
        values.add(item.times().sent());
        values.add(item.flags().read());
        values.add(item.flags().draft());
        values.add(item.flags().hasAttachments());
        addMarks(values, item);
        addHeading(values, item);
        values.add(item.summary().conversationId());
        addContent(values, item);
        values.add(item.headers() == null ? null : item.headers().toString());
        addKeys(values, item);
        return values;
    }

    /** Writes what a change of properties can change, and takes the change's number. */
    void update(Sql sql, Item item, long change) {
        var values = new ArrayList<@Nullable Object>(24);
        values.add(change);
        values.add(item.times().modified());
        values.add(item.flags().read());
        values.add(item.flags().hasAttachments());
        addMarks(values, item);
        addHeading(values, item);
        addContent(values, item);
        addKeys(values, item);
        values.add(mailbox.value());
        values.add(item.id().value());
        sql.update(UPDATE, values.toArray());
    }

    private static void addMarks(List<@Nullable Object> values, Item item) {
        values.add(item.flags().importance());
        values.add(item.flags().classification());
        values.add(item.flags().flagStatus());
    }

    private static void addHeading(List<@Nullable Object> values, Item item) {
        Item.Summary heading = item.summary();
        Address from = heading.from();
        Address sender = heading.sender();
        values.add(heading.subject());
        values.add(from == null ? null : from.name());
        values.add(from == null ? null : from.address());
        values.add(sender == null ? null : sender.name());
        values.add(sender == null ? null : sender.address());
    }

    private static void addKeys(List<@Nullable Object> values, Item item) {
        values.add(MailColumns.key(item.summary().subject()));
        values.add(MailColumns.addressKey(item.summary().from()));
    }

    private static void addContent(List<@Nullable Object> values, Item item) {
        ObjectNode doc = item.doc();
        Body body = item.body();
        if (doc == null || body == null) {
            throw new IllegalArgumentException("An item that is written has its document and its body");
        }
        String messageId = item.summary().internetMessageId();
        values.add(messageId);
        values.add(messageId == null ? null : Folding.fold(messageId));
        values.add(item.size());
        values.add(item.summary().preview());
        values.add(doc.toString());
        values.add(MailColumns.folded(item, doc));
        values.add(body.type().name().toLowerCase(Locale.ROOT));
        values.add(body.content());
    }

    /** A copy under a new id in another folder; what it refers to is not copied. Answers the copy. */
    @Nullable
    Item copy(Sql sql, ItemId from, ItemId to, FolderId folder, Stamp stamp) {
        return sql.one(
                "insert into item (mailbox_id, item_id, folder_id, incarnation, changed, arrived, created_at,"
                        + " modified_at, "
                        + COPIED + ") select mailbox_id, ?, ?, 0, ?, ?, ?, ?, " + COPIED
                        + " from item where mailbox_id = ? and item_id = ? returning " + columns(Fields.DEFAULT),
                this::read,
                to.value(),
                folder.value(),
                stamp.change(),
                stamp.change(),
                stamp.time(),
                stamp.time(),
                mailbox.value(),
                from.value());
    }

    /** Puts an item into another folder and counts the move; returns the item as it is then. */
    @Nullable
    Item move(Sql sql, ItemId id, FolderId to, Stamp stamp) {
        return sql.one(
                "update item set folder_id = ?, incarnation = incarnation + 1, changed = ?, arrived = ?, modified_at ="
                        + " ? where mailbox_id = ? and item_id = ? returning " + columns(Fields.DEFAULT),
                this::read,
                to.value(),
                stamp.change(),
                stamp.change(),
                stamp.time(),
                mailbox.value(),
                id.value());
    }

    /** The number and the time of a change. */
    record Stamp(long change, Instant time) {}
}
