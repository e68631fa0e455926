package dev.postern.mailbox.event;

import java.util.List;

/**
 * What a grantee may do in a calendar.
 *
 * @param access access rights of Exchange in their canonical form: one level or role, or rights by name
 * @param delegate whether the grantee receives the owner's meeting messages
 * @param seesPrivate whether a delegate sees private events
 */
public record CalendarRights(List<String> access, boolean delegate, boolean seesPrivate) {
    public CalendarRights {
        access = List.copyOf(access);
    }

    /** @throws IllegalArgumentException if the access rights do not exist or cannot be combined */
    public static CalendarRights of(List<String> access, boolean delegate, boolean seesPrivate) {
        return new CalendarRights(
                FolderRights.canonical(access)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "There is no combination of the access rights " + String.join(", ", access))),
                delegate,
                seesPrivate);
    }

    static CalendarRights stored(String access, boolean delegate, boolean seesPrivate) {
        return new CalendarRights(List.of(access.split(",")), delegate, seesPrivate);
    }

    String text() {
        return String.join(",", access);
    }

    public CalendarRole role() {
        return CalendarRole.of(this);
    }
}
