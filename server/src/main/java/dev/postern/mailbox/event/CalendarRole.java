package dev.postern.mailbox.event;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a person may do in a calendar, as Graph names it. */
public enum CalendarRole {
    NONE("none", "None"),
    /** Times and status. */
    FREE_BUSY_READ("freeBusyRead", "AvailabilityOnly"),
    /** Also subject and location, except of private events. */
    LIMITED_READ("limitedRead", "LimitedDetails"),
    /** Everything, except of private events. */
    READ("read", "Reviewer"),
    WRITE("write", "Editor"),
    /** As {@link #WRITE}, and receives the owner's meeting messages. */
    DELEGATE_WITHOUT_PRIVATE("delegateWithoutPrivateEventAccess", "Editor"),
    DELEGATE_WITH_PRIVATE("delegateWithPrivateEventAccess", "Editor"),
    /** Rights that only the cmdlets can set. */
    CUSTOM("custom", "");

    private final String wireName;
    private final String access;

    CalendarRole(String wireName, String access) {
        this.wireName = wireName;
        this.access = access;
    }

    public String wireName() {
        return wireName;
    }

    /** The role with this name in Graph. */
    public static Optional<CalendarRole> named(String wireName) {
        return Stream.of(values())
                .filter(role -> role.wireName.equals(wireName))
                .findFirst();
    }

    private boolean isDelegate() {
        return this == DELEGATE_WITHOUT_PRIVATE || this == DELEGATE_WITH_PRIVATE;
    }

    /** The rights of this role, which is not {@link #CUSTOM}. */
    public CalendarRights rights() {
        return CalendarRights.of(List.of(access), isDelegate(), this == DELEGATE_WITH_PRIVATE);
    }

    static CalendarRole of(CalendarRights rights) {
        return Stream.of(values())
                .filter(role -> role != CUSTOM && role.rights().equals(rights))
                .findFirst()
                .orElse(CUSTOM);
    }
}
