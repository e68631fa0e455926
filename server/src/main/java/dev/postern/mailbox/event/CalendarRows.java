package dev.postern.mailbox.event;

import dev.postern.access.MailboxId;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.MailboxChange;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.store.Row;
import dev.postern.store.Sql;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The table {@code calendar}, read together with the folders of the calendars. */
final class CalendarRows {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private CalendarRows() {}

    /** All calendars that are not deleted: the one that every mailbox has, and the folders in it by name. */
    static List<StoredCalendar> all(Sql sql, MailboxId mailbox) {
        UUID top = WellKnownFolder.CALENDAR.id().value();
        List<StoredCalendar> found = sql.list(
                "select f.folder_id, f.name, c.group_id, c.color, c.is_default, c.changed, f.doc from folder f"
                        + " left join calendar c on c.mailbox_id = ? and c.folder_id = f.folder_id"
                        + " where f.mailbox_id = ? and (f.folder_id = ? or f.parent_id = ?)"
                        + " and f.folder_class = 'calendar' order by f.folder_id <> ?, f.name_folded",
                CalendarRows::read,
                mailbox.value(),
                mailbox.value(),
                top,
                top,
                top);
        return found.stream().anyMatch(StoredCalendar::isDefault)
                ? found
                : found.stream()
                        .map(calendar ->
                                calendar.withDefault(calendar.id().value().equals(top)))
                        .toList();
    }

    /** The calendar that was made the default one and is not deleted; null if there is none. */
    static @Nullable FolderId defaultId(Sql sql, MailboxId mailbox) {
        UUID top = WellKnownFolder.CALENDAR.id().value();
        List<FolderId> found = sql.list(
                "select c.folder_id from calendar c join folder f on f.mailbox_id = c.mailbox_id"
                        + " and f.folder_id = c.folder_id where c.mailbox_id = ? and c.is_default"
                        + " and (f.folder_id = ? or f.parent_id = ?) and f.folder_class = 'calendar'"
                        + " order by f.folder_id <> ?, f.name_folded",
                row -> new FolderId(row.uuid(1)),
                mailbox.value(),
                top,
                top,
                top);
        return found.isEmpty() ? null : found.getFirst();
    }

    private static StoredCalendar read(Row row) {
        UUID group = row.uuidOrNull(3);
        boolean stored = group != null;
        return new StoredCalendar(
                new FolderId(row.uuid(1)),
                row.text(2),
                group == null ? CalendarGroupId.MY_CALENDARS : new CalendarGroupId(group),
                stored ? row.text(4) : StoredCalendar.AUTOMATIC_COLOR,
                stored && row.flag(5),
                stored ? row.number(6) : 1,
                object(row.textOrNull(7)));
    }

    private static @Nullable ObjectNode object(@Nullable String doc) {
        return doc == null ? null : (ObjectNode) MAPPER.readTree(doc);
    }

    static void write(
            MailboxChange change,
            MailboxId mailbox,
            FolderId folder,
            CalendarGroupId group,
            String color,
            boolean isDefault) {
        Sql sql = change.sql();
        if (isDefault) {
            sql.update(
                    "update calendar set is_default = ? where mailbox_id = ? and folder_id <> ? and is_default",
                    false,
                    mailbox.value(),
                    folder.value());
        }
        remove(sql, mailbox, folder);
        sql.update(
                "insert into calendar (mailbox_id, folder_id, group_id, color, is_default, changed)"
                        + " values (?, ?, ?, ?, ?, ?)",
                mailbox.value(),
                folder.value(),
                group.value(),
                color,
                isDefault,
                change.number());
    }

    static void remove(Sql sql, MailboxId mailbox, FolderId folder) {
        sql.update("delete from calendar where mailbox_id = ? and folder_id = ?", mailbox.value(), folder.value());
    }
}
