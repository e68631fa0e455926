package dev.postern.calendar;

import java.util.List;
import java.util.Optional;

/** How the time of an event is shown to others. */
public enum BusyStatus {
    FREE("free", '0'),
    TENTATIVE("tentative", '1'),
    BUSY("busy", '2'),
    OUT_OF_OFFICE("oof", '3'),
    /** Free for meetings, unlike its text in the documentation of Graph. */
    WORKING_ELSEWHERE("workingElsewhere", '0'),
    UNKNOWN("unknown", '0');

    private static final List<BusyStatus> ALL = List.of(values());

    private final String wireName;
    private final char digit;

    BusyStatus(String wireName, char digit) {
        this.wireName = wireName;
        this.digit = digit;
    }

    public String wireName() {
        return wireName;
    }

    /** What it is in an availability view; the higher digit wins. */
    char digit() {
        return digit;
    }

    /** Whether a room cannot be booked at the same time. */
    public boolean blocks() {
        return digit != FREE.digit;
    }

    public static Optional<BusyStatus> named(String wireName) {
        for (BusyStatus status : ALL) {
            if (status.wireName.equalsIgnoreCase(wireName)) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }
}
