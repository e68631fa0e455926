package dev.postern.mailbox.event;

import dev.postern.access.MailboxId;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.store.Sql;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The permissions of one calendar. The entries for everybody always exist. The caller has checked that the calendar exists. Thread-safe; see
 * {@link dev.postern.mailbox.Mailboxes} about blocking and exceptions.
 */
public final class CalendarPermissions {
    private static final int MAX_ENTRIES = 1000;
    private static final CalendarPermission EVERYBODY =
            new CalendarPermission(Grantee.EVERYBODY, CalendarRole.FREE_BUSY_READ.rights());
    private static final CalendarPermission ANONYMOUS =
            new CalendarPermission(Grantee.ANONYMOUS, CalendarRole.NONE.rights());

    private final Mailbox mailbox;
    private final FolderId calendar;

    public CalendarPermissions(Mailbox mailbox, FolderId calendar) {
        this.mailbox = mailbox;
        this.calendar = calendar;
    }

    /** All entries, those for everybody first. */
    public List<CalendarPermission> list() {
        return mailbox.read(this::all);
    }

    private List<CalendarPermission> all(Sql sql) {
        List<CalendarPermission> stored = sql.list(
                "select " + CalendarPermission.COLUMNS
                        + " from calendar_permission where mailbox_id = ? and folder_id = ? order by grantee",
                CalendarPermission::read,
                mailbox.id().value(),
                calendar.value());
        var all = new ArrayList<CalendarPermission>();
        all.add(of(stored, EVERYBODY));
        all.add(of(stored, ANONYMOUS));
        stored.stream().filter(entry -> entry.grantee().isPerson()).forEach(all::add);
        return all;
    }

    private static CalendarPermission of(List<CalendarPermission> stored, CalendarPermission otherwise) {
        CalendarPermission found = find(stored, otherwise.grantee().key());
        return found == null ? otherwise : found;
    }

    private static @Nullable CalendarPermission find(List<CalendarPermission> entries, String key) {
        return entries.stream()
                .filter(entry -> entry.grantee().key().equals(key))
                .findFirst()
                .orElse(null);
    }

    /** Adds an entry, or gives an existing one other rights. */
    public CalendarPermission put(Grantee grantee, CalendarRights rights) {
        return mailbox.change(change -> {
            Sql sql = change.sql();
            List<CalendarPermission> all = all(sql);
            if (find(all, grantee.key()) == null && all.size() >= MAX_ENTRIES) {
                throw MailboxFailure.QuotaExceeded.of("permissions in a calendar", MAX_ENTRIES);
            }
            return write(sql, new CalendarPermission(grantee, rights));
        });
    }

    /**
     * Gives an existing entry other rights.
     *
     * @throws MailboxFailure.ItemNotFound if there is none
     */
    public CalendarPermission update(Grantee grantee, CalendarRights rights) {
        return mailbox.change(change -> {
            if (find(all(change.sql()), grantee.key()) == null) {
                throw new MailboxFailure.ItemNotFound();
            }
            return write(change.sql(), new CalendarPermission(grantee, rights));
        });
    }

    private CalendarPermission write(Sql sql, CalendarPermission entry) {
        delete(sql, entry.grantee().key());
        sql.update(
                "insert into calendar_permission (mailbox_id, folder_id, " + CalendarPermission.COLUMNS
                        + ") values (?, ?, ?, ?, ?, ?, ?, ?)",
                mailbox.id().value(),
                calendar.value(),
                entry.grantee().key(),
                entry.grantee().name(),
                entry.grantee().address(),
                entry.rights().text(),
                entry.rights().delegate(),
                entry.rights().seesPrivate());
        return entry;
    }

    /**
     * Removes the entry of a person.
     *
     * @throws MailboxFailure.ItemNotFound if there is none
     * @throws MailboxFailure.CalendarPermissionRefused for the entries for everybody
     */
    public void remove(Grantee grantee) {
        if (!grantee.isPerson()) {
            throw new MailboxFailure.CalendarPermissionRefused(
                    "The permission of '" + grantee.name() + "' cannot be deleted.");
        }
        mailbox.change(change -> {
            if (delete(change.sql(), grantee.key()) == 0) {
                throw new MailboxFailure.ItemNotFound();
            }
            return true;
        });
    }

    private int delete(Sql sql, String key) {
        return sql.update(
                "delete from calendar_permission where mailbox_id = ? and folder_id = ? and grantee = ?",
                mailbox.id().value(),
                calendar.value(),
                key);
    }

    static void removeAll(Sql sql, MailboxId mailbox, FolderId calendar) {
        sql.update(
                "delete from calendar_permission where mailbox_id = ? and folder_id = ?",
                mailbox.value(),
                calendar.value());
    }
}
