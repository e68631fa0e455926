package dev.postern.gate;

import dev.postern.access.ObjectId;
import dev.postern.directory.User;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.event.CalendarPermission;
import dev.postern.mailbox.event.CalendarPermissions;
import dev.postern.mailbox.event.CalendarRights;
import dev.postern.mailbox.event.FreeBusy;
import dev.postern.mailbox.event.Grantee;
import dev.postern.mailbox.event.ScheduledItem;
import dev.postern.mailbox.setting.CalendarConfiguration;
import dev.postern.mailbox.setting.MailboxSettings;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What one mailbox shows of its time to another one: what the permissions of its default calendar allow. For one request. */
public final class FreeBusyReader {
    private final OpenedMailbox asking;
    private final Mailbox mailbox;
    private final User owner;
    private final FolderId calendar;

    FreeBusyReader(OpenedMailbox asking, Mailbox mailbox, User owner) {
        this.asking = asking;
        this.mailbox = mailbox;
        this.owner = owner;
        this.calendar = FreeBusy.calendar(mailbox);
    }

    /** Returns what the calendar's permissions give to the asking mailbox; everything to its own owner. */
    public CalendarRights.FreeBusy right() {
        ObjectId asker = asking.owner().id();
        if (asker.equals(owner.id())) {
            return CalendarRights.FreeBusy.EVERYTHING;
        }
        List<CalendarPermission> entries = new CalendarPermissions(mailbox, calendar).list();
        // an entry for the person replaces those of groups, and these replace the one for everybody
        return best(entries, Set.of(asker))
                .or(() -> best(entries, asking.caller().directory().allGroupsOf(asker)))
                .orElseGet(() -> entries.stream()
                        .filter(entry -> entry.grantee().equals(Grantee.EVERYBODY))
                        .map(entry -> entry.rights().freeBusy())
                        .findFirst()
                        .orElse(CalendarRights.FreeBusy.NONE));
    }

    private static Optional<CalendarRights.FreeBusy> best(List<CalendarPermission> entries, Set<ObjectId> grantees) {
        return entries.stream()
                .filter(entry ->
                        entry.grantee().recipient().filter(grantees::contains).isPresent())
                .map(entry -> entry.rights().freeBusy())
                .max(Comparator.naturalOrder());
    }

    /**
     * Returns what overlaps a half-open window, free events too.
     *
     * @param zone where all-day events, which float, are from midnight to midnight
     * @param details whether locations are read too
     * @param limit if there is more, one more is returned
     */
    public List<ScheduledItem> within(Instant from, Instant to, ZoneId zone, boolean details, int limit) {
        return new FreeBusy(mailbox, calendar).within(from, to, zone, details, limit, asking::account);
    }

    /** Returns the working hours of the mailbox. */
    public CalendarConfiguration configuration() {
        return new MailboxSettings(mailbox).calendar();
    }
}
