package dev.postern.calendar;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;

/** Wall times as instants. */
public final class WallTimes {
    private WallTimes() {}

    /** A time that does not exist is moved forward by the length of the gap; of two instants, the earlier one is meant. */
    public static Instant instant(LocalDateTime wall, ZoneId zone) {
        return wall.atZone(zone).toInstant();
    }
}
