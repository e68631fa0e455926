package dev.postern.mailbox.event;

import dev.postern.calendar.BusyTime;
import dev.postern.calendar.WallTimes;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * What is relevant for a schedule of an event: a single event or an occurrence.
 *
 * @param time of an all-day event midnight UTC of its dates, until it is {@linkplain #in placed}
 * @param isPrivate whether subject and location are only for the owner and for delegates who see private events
 */
public record ScheduledItem(BusyTime time, boolean isAllDay, boolean isPrivate, String subject, String location) {
    /** The same item where an all-day event, which floats, is from midnight to midnight of this zone. */
    public ScheduledItem in(ZoneId zone) {
        return isAllDay
                ? new ScheduledItem(
                        new BusyTime(midnight(time.start(), zone), midnight(time.end(), zone), time.status()),
                        true,
                        isPrivate,
                        subject,
                        location)
                : this;
    }

    private static Instant midnight(Instant utc, ZoneId zone) {
        return WallTimes.instant(LocalDateTime.ofInstant(utc, ZoneOffset.UTC), zone);
    }

    /** Whether it overlaps a half-open window; without length it counts at its start. */
    public boolean overlaps(Instant from, Instant to) {
        return time.overlaps(from, to);
    }
}
