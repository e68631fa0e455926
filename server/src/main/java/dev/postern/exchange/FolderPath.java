package dev.postern.exchange;

import dev.postern.directory.User;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.mailbox.event.StoredCalendar;
import java.util.List;
import java.util.function.Predicate;

/** The identity of a folder: a mailbox and the path of a calendar in it, {@code adele@contoso.example:\Calendar\Work}. */
record FolderPath(User owner, StoredCalendar calendar) {
    private static final String SEPARATOR = ":\\";

    /** @throws CmdletFailure if the mailbox or the folder does not exist, or is not a calendar */
    static FolderPath of(MailboxInvocation call, String identity) {
        int at = identity.indexOf(SEPARATOR);
        if (at < 0) {
            throw CmdletFailures.noCalendar(identity);
        }
        User owner = call.owner(identity.substring(0, at));
        List<StoredCalendar> all = call.mailboxes().calendars(owner);
        List<String> names = List.of(identity.substring(at + SEPARATOR.length()).split("\\\\", -1));
        StoredCalendar first = find(all, one -> isFirst(one) && isCalled(one, names.getFirst()), identity);
        return new FolderPath(
                owner,
                switch (names.size()) {
                    case 1 -> first;
                    case 2 -> find(all, one -> !isFirst(one) && one.name().equalsIgnoreCase(names.getLast()), identity);
                    default -> throw CmdletFailures.noCalendar(identity);
                });
    }

    /** The well-known name is accepted also if the calendar was renamed. */
    private static boolean isCalled(StoredCalendar first, String name) {
        return first.name().equalsIgnoreCase(name)
                || WellKnownFolder.CALENDAR.displayName().equalsIgnoreCase(name);
    }

    private static boolean isFirst(StoredCalendar calendar) {
        return calendar.id().equals(WellKnownFolder.CALENDAR.id());
    }

    private static StoredCalendar find(List<StoredCalendar> all, Predicate<StoredCalendar> wanted, String identity) {
        return all.stream().filter(wanted).findFirst().orElseThrow(() -> CmdletFailures.noCalendar(identity));
    }
}
