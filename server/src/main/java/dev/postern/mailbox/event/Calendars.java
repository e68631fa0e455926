package dev.postern.mailbox.event;

import dev.postern.mailbox.FolderClass;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.FolderPatch;
import dev.postern.mailbox.Folders;
import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.MailboxChange;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.NewFolder;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.query.Folding;
import dev.postern.store.Sql;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The calendars of one mailbox. They are folders of class calendar: the one that every mailbox has, and folders in it. A deleted calendar is a
 * folder in Deleted Items and no longer a calendar. Thread-safe; see {@link dev.postern.mailbox.Mailboxes} about blocking and exceptions.
 */
public final class Calendars {
    private final Mailbox mailbox;
    private final Folders folders;
    private final CalendarGroups groups;

    public Calendars(Mailbox mailbox) {
        this.mailbox = mailbox;
        this.folders = mailbox.folders(FolderClass.CALENDAR);
        this.groups = new CalendarGroups(mailbox);
    }

    /** All calendars: the one that every mailbox has, and the others by name. */
    public List<StoredCalendar> list() {
        return mailbox.read(sql -> CalendarRows.all(sql, mailbox.id()));
    }

    /** @throws MailboxFailure.FolderNotFound if it does not exist or was deleted */
    public StoredCalendar get(FolderId id) {
        return mailbox.read(sql -> get(sql, id));
    }

    private StoredCalendar get(Sql sql, FolderId id) {
        return one(sql, calendar -> calendar.id().equals(id));
    }

    /** The target of operations that name no calendar. */
    public StoredCalendar getDefault() {
        return mailbox.read(this::getDefault);
    }

    StoredCalendar getDefault(Sql sql) {
        return one(sql, StoredCalendar::isDefault);
    }

    /** The id of {@link #getDefault}; the calendar that every mailbox has, if no other is. It is not checked that this one exists. */
    public FolderId defaultId() {
        FolderId other = mailbox.read(sql -> CalendarRows.defaultId(sql, mailbox.id()));
        return other == null ? WellKnownFolder.CALENDAR.id() : other;
    }

    /** Whether a folder is a calendar that was not deleted. */
    public boolean contains(FolderId folder) {
        return folder.equals(WellKnownFolder.CALENDAR.id())
                || mailbox.read(sql -> CalendarRows.all(sql, mailbox.id())).stream()
                        .anyMatch(calendar -> calendar.id().equals(folder));
    }

    private StoredCalendar one(Sql sql, Predicate<StoredCalendar> wanted) {
        return CalendarRows.all(sql, mailbox.id()).stream()
                .filter(wanted)
                .findFirst()
                .orElseThrow(MailboxFailure.FolderNotFound::new);
    }

    /**
     * Creates a calendar.
     *
     * @param group null for the group that every mailbox has
     * @throws MailboxFailure.FolderExists if a calendar has the name
     * @throws MailboxFailure.ItemNotFound if the group does not exist
     */
    public StoredCalendar create(@Nullable CalendarGroupId group, String name, CalendarPatch other) {
        CalendarGroupId in = group == null ? CalendarGroupId.MY_CALENDARS : group;
        return mailbox.change(change -> {
            groups.get(change.sql(), in);
            requireFree(change.sql(), null, name);
            NewFolder folder = new NewFolder(name, false, null, other.properties());
            FolderId id = folders.create(change, WellKnownFolder.CALENDAR.id(), folder)
                    .id();
            String color = other.color() == null ? StoredCalendar.AUTOMATIC_COLOR : other.color();
            CalendarRows.write(change, mailbox.id(), id, in, color, other.isDefault());
            return get(change.sql(), id);
        });
    }

    /**
     * Changes a calendar.
     *
     * @throws MailboxFailure.FolderExists if another calendar has the name
     */
    public StoredCalendar update(FolderId id, CalendarPatch patch) {
        return mailbox.change(change -> {
            Sql sql = change.sql();
            StoredCalendar before = get(sql, id);
            if (patch.name() != null) {
                requireFree(sql, id, patch.name());
            }
            folders.update(change, id, new FolderPatch(patch.name(), null, null, null, patch.properties()));
            CalendarRows.write(
                    change,
                    mailbox.id(),
                    id,
                    before.group(),
                    patch.color() == null ? before.color() : patch.color(),
                    patch.isDefault() || before.isDefault());
            return get(sql, id);
        });
    }

    /** Calendars have different names although the first one is the parent of the others. */
    private void requireFree(Sql sql, @Nullable FolderId own, String name) {
        String folded = Folding.fold(name);
        for (StoredCalendar other : CalendarRows.all(sql, mailbox.id())) {
            if (!other.id().equals(own) && Folding.fold(other.name()).equals(folded)) {
                throw new MailboxFailure.FolderExists();
            }
        }
    }

    /**
     * Moves a calendar with its events to Deleted Items.
     *
     * @throws MailboxFailure.CalendarKept if it cannot be deleted
     */
    public void delete(FolderId id) {
        mailbox.change(change -> {
            requireRemovable(change, id);
            folders.delete(change, id);
            return true;
        });
    }

    /**
     * Removes a calendar with its properties and permissions. Its events go to Purges, where no program can reach them.
     *
     * @throws MailboxFailure.CalendarKept if it cannot be deleted
     */
    public void purge(FolderId id) {
        mailbox.change(change -> {
            requireRemovable(change, id);
            folders.purge(change, id);
            CalendarRows.remove(change.sql(), mailbox.id(), id);
            CalendarPermissions.removeAll(change.sql(), mailbox.id(), id);
            return true;
        });
    }

    private void requireRemovable(MailboxChange change, FolderId id) {
        if (!get(change.sql(), id).isRemovable()) {
            throw new MailboxFailure.CalendarKept();
        }
    }
}
