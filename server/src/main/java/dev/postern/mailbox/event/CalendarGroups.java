package dev.postern.mailbox.event;

import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.MailboxChange;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.query.Folding;
import dev.postern.store.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The groups of the calendars of one mailbox. Names are compared without case. Thread-safe; see {@link dev.postern.mailbox.Mailboxes} about
 * blocking and exceptions.
 */
public final class CalendarGroups {
    private static final int MAX_GROUPS = 1000;
    private static final int MAX_NAME_LENGTH = 255;

    private final Mailbox mailbox;

    public CalendarGroups(Mailbox mailbox) {
        this.mailbox = mailbox;
    }

    /** All groups, the one that every mailbox has first, the others by name. */
    public List<CalendarGroup> list() {
        return mailbox.read(this::all);
    }

    private List<CalendarGroup> all(Sql sql) {
        List<CalendarGroup> stored = sql.list(
                "select " + CalendarGroup.COLUMNS + " from calendar_group where mailbox_id = ? order by name_folded",
                CalendarGroup::read,
                mailbox.id().value());
        var all = new ArrayList<CalendarGroup>(stored.size() + 1);
        all.add(CalendarGroup.MY_CALENDARS);
        for (CalendarGroup group : stored) {
            if (group.id().equals(CalendarGroupId.MY_CALENDARS)) {
                all.set(0, group);
            } else {
                all.add(group);
            }
        }
        return all;
    }

    /** @throws MailboxFailure.ItemNotFound if it does not exist */
    public CalendarGroup get(CalendarGroupId id) {
        return mailbox.read(sql -> get(sql, id));
    }

    CalendarGroup get(Sql sql, CalendarGroupId id) {
        return all(sql).stream()
                .filter(group -> group.id().equals(id))
                .findFirst()
                .orElseThrow(MailboxFailure.ItemNotFound::new);
    }

    /** @throws MailboxFailure.FolderExists if another group has the name */
    public CalendarGroup create(String name) {
        CalendarGroupId id = new CalendarGroupId(mailbox.nextId());
        return mailbox.change(change -> {
            requireFree(change.sql(), id, name);
            if (all(change.sql()).size() >= MAX_GROUPS) {
                throw MailboxFailure.QuotaExceeded.of("groups of calendars", MAX_GROUPS);
            }
            return insert(change, new CalendarGroup(id, name, UUID.randomUUID(), change.number()));
        });
    }

    private CalendarGroup insert(MailboxChange change, CalendarGroup group) {
        change.sql()
                .update(
                        "insert into calendar_group (mailbox_id, group_id, name, name_folded, class_id, changed)"
                                + " values (?, ?, ?, ?, ?, ?)",
                        mailbox.id().value(),
                        group.id().value(),
                        group.name(),
                        Folding.fold(group.name()),
                        group.classId(),
                        group.changed());
        return group;
    }

    /** @throws MailboxFailure.FolderExists if another group has the name */
    public CalendarGroup rename(CalendarGroupId id, String name) {
        return mailbox.change(change -> {
            CalendarGroup before = get(change.sql(), id);
            requireFree(change.sql(), id, name);
            remove(change.sql(), id);
            return insert(change, new CalendarGroup(id, name, before.classId(), change.number()));
        });
    }

    private void requireFree(Sql sql, CalendarGroupId id, String name) {
        if (name.isBlank() || name.length() > MAX_NAME_LENGTH) {
            throw new MailboxFailure.FolderNameInvalid();
        }
        String folded = Folding.fold(name);
        // names with half a character are stored differently, and are unique by the folded copy
        Boolean stored = sql.one(
                "select 1 from calendar_group where mailbox_id = ? and name_folded = ? and group_id <> ?",
                _ -> true,
                mailbox.id().value(),
                folded,
                id.value());
        if (stored != null) {
            throw new MailboxFailure.FolderExists();
        }
        for (CalendarGroup other : all(sql)) {
            if (!other.id().equals(id) && Folding.fold(other.name()).equals(folded)) {
                throw new MailboxFailure.FolderExists();
            }
        }
    }

    /**
     * Removes an empty group.
     *
     * @throws MailboxFailure.CalendarKept if it is the one that every mailbox has
     * @throws MailboxFailure.CalendarGroupInUse if it contains calendars
     */
    public void delete(CalendarGroupId id) {
        mailbox.change(change -> {
            Sql sql = change.sql();
            get(sql, id);
            if (id.equals(CalendarGroupId.MY_CALENDARS)) {
                throw new MailboxFailure.CalendarKept();
            }
            if (CalendarRows.all(sql, mailbox.id()).stream()
                    .anyMatch(calendar -> calendar.group().equals(id))) {
                throw new MailboxFailure.CalendarGroupInUse();
            }
            remove(sql, id);
            return true;
        });
    }

    private void remove(Sql sql, CalendarGroupId id) {
        sql.update(
                "delete from calendar_group where mailbox_id = ? and group_id = ?",
                mailbox.id().value(),
                id.value());
    }
}
