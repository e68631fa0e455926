package dev.postern.itip;

import dev.postern.calendar.WallTimes;
import dev.postern.calendar.ZoneName;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * A time as it was written.
 *
 * @param isDate a date without a time; {@code wall} is its midnight
 *
 * @param zone null for a date, and for a time that is meant in the zone of the reader
 */
public record MeetingTime(
        LocalDateTime wall, boolean isDate, @Nullable ZoneName zone) {
    public static MeetingTime of(LocalDate date) {
        return new MeetingTime(date.atStartOfDay(), true, null);
    }

    public static MeetingTime of(LocalDateTime wall, @Nullable ZoneName zone) {
        return new MeetingTime(wall, false, zone);
    }

    public static MeetingTime of(Instant instant) {
        return new MeetingTime(LocalDateTime.ofInstant(instant, ZoneOffset.UTC), false, ZoneName.UTC);
    }

    /** @param floating the zone of the reader. A date is midnight UTC, as all-day events are. */
    public Instant instant(ZoneId floating) {
        return WallTimes.instant(wall, isDate ? ZoneOffset.UTC : zone == null ? floating : zone.id());
    }

    /** The date that this time has in a zone. */
    public LocalDate dateIn(ZoneId of, ZoneId floating) {
        return isDate ? wall.toLocalDate() : instant(floating).atZone(of).toLocalDate();
    }
}
