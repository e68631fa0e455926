package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.store.Row;
import dev.postern.store.Sql;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The columns of events that not every kind of item has. */
final class EventRows implements ItemReader {
    private static final int FIRST = ItemTable.CORE_COLUMNS;
    private static final String PART = "start_time, start_zone, end_time, end_zone, is_all_day, starts_at, ends_at,"
            + " recurrence, show_as, sensitivity, importance, is_cancelled, subject, organizer_name,"
            + " organizer_address, uid, transaction_id, preview";

    private final MailboxId mailbox;
    private final ItemKind kind;

    EventRows(MailboxId mailbox, ItemKind kind) {
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
                + ItemCells.texts(fields, weight, fields.body(), "body_type", "body");
    }

    @Override
    public String weight(Fields fields) {
        return "(0"
                + (fields.doc() ? " + octet_length(doc)" : "")
                + (fields.body() ? " + octet_length(body)" : "")
                + ")";
    }

    @Override
    public Item read(Row row) {
        String recurrence = row.textOrNull(FIRST + 8);
        String doc = row.textOrNull(FIRST + 19);
        String bodyType = row.textOrNull(FIRST + 20);
        String name = row.textOrNull(FIRST + 14);
        String address = row.textOrNull(FIRST + 15);
        return new Item(
                ItemTable.read(mailbox, row),
                doc == null ? null : StoredJson.object(doc),
                new EventPart(
                        new EventPart.Times(
                                EventPart.ZonedTime.ofColumns(row.text(FIRST + 1), row.text(FIRST + 2)),
                                EventPart.ZonedTime.ofColumns(row.text(FIRST + 3), row.text(FIRST + 4)),
                                row.flag(FIRST + 5),
                                row.time(FIRST + 6),
                                row.time(FIRST + 7)),
                        recurrence == null ? null : StoredJson.object(recurrence),
                        new EventPart.Marks(
                                EventPart.shown(row.text(FIRST + 9)),
                                row.text(FIRST + 10),
                                row.text(FIRST + 11),
                                row.flag(FIRST + 12)),
                        row.textOrNull(FIRST + 13),
                        name == null && address == null ? null : new Address(name, address),
                        row.text(FIRST + 16),
                        row.textOrNull(FIRST + 17),
                        row.text(FIRST + 18),
                        bodyType == null
                                ? null
                                : new Body(
                                        Body.Type.valueOf(bodyType.toUpperCase(Locale.ROOT)), row.text(FIRST + 21))));
    }

    void insert(Sql sql, Item item, long change) {
        ItemCells.insert(sql, kind, mailbox, change, cells(item));
    }

    /** Updates the columns that a change of properties can change. */
    void update(Sql sql, Item item, long change) {
        ItemCells.update(sql, kind, item.core(), change, cells(item), Set.of(), "");
    }

    private Map<String, @Nullable Object> cells(Item item) {
        EventPart part = item.event();
        ObjectNode doc = Objects.requireNonNull(item.doc(), "An item that is written has its document");
        Body body = Objects.requireNonNull(part.body(), "An item that is written has its body");
        EventPart.Times times = part.times();
        Address organizer = part.organizer();
        Map<String, @Nullable Object> cells = ItemCells.of(item.core());
        cells.put("starts_at", times.startsAt());
        cells.put("ends_at", times.endsAt());
        cells.put("is_all_day", times.allDay());
        cells.put("start_time", times.start().column());
        cells.put("start_zone", times.start().zone());
        cells.put("end_time", times.end().column());
        cells.put("end_zone", times.end().zone());
        cells.put(
                "recurrence",
                part.recurrence() == null ? null : part.recurrence().toString());
        cells.put("type", EventPart.stored(part.type()));
        cells.put("show_as", EventPart.stored(part.marks().showAs()));
        cells.put("sensitivity", EventPart.stored(part.marks().sensitivity()));
        cells.put("importance", EventPart.stored(part.marks().importance()));
        cells.put("is_cancelled", part.marks().cancelled());
        cells.put("uid", part.uid());
        cells.put("uid_key", ComparedColumns.key(part.uid()));
        cells.put("transaction_id", part.transactionId());
        cells.put("subject", part.subject());
        cells.put("subject_key", ComparedColumns.key(part.subject()));
        cells.put("organizer_name", organizer == null ? null : organizer.name());
        cells.put("organizer_address", organizer == null ? null : organizer.address());
        cells.put("organizer_key", ComparedColumns.addressKey(organizer));
        cells.put("preview", part.preview());
        cells.put("doc", doc.toString());
        cells.put("folded", ComparedColumns.folded(kind.properties(), item, doc));
        cells.put("body_type", body.type().name().toLowerCase(Locale.ROOT));
        cells.put("body", body.content());
        return cells;
    }
}
