package dev.postern.itip;

import dev.postern.calendar.Recurrence;
import dev.postern.calendar.Series;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * When a meeting is.
 *
 * @param end exclusive, not before the start
 *
 * @param isAllDay the times are dates
 *
 * @param recurrence null for a single event
 *
 * @param rule the original rule, one property on each line, if the recurrence is missing or is only the nearest one; otherwise empty
 *
 * @param excluded starts of occurrences that were deleted, as written
 *
 * @param additional starts of occurrences outside of the recurrence
 */
public record MeetingTimes(
        MeetingTime start,
        MeetingTime end,
        boolean isAllDay,
        @Nullable Recurrence recurrence,
        String rule,
        List<MeetingTime> excluded,
        List<MeetingTime> additional) {
    public MeetingTimes {
        excluded = List.copyOf(excluded);
        additional = List.copyOf(additional);
    }

    /** @param floating the zone of the reader */
    public ZoneId startZone(ZoneId floating) {
        return start.zone() == null ? floating : start.zone().id();
    }

    /** Empty for a single event. */
    public Optional<Series> series(ZoneId floating) {
        return recurrence == null
                ? Optional.empty()
                : Optional.of(new Series(
                        recurrence,
                        start.wall(),
                        end.wall(),
                        startZone(floating),
                        end.zone() == null ? floating : end.zone().id(),
                        isAllDay));
    }

    /** The original dates of the deleted occurrences. Those that are no occurrences are left out. */
    public List<LocalDate> deletedDates(ZoneId floating) {
        var dates = new TreeSet<LocalDate>();
        for (MeetingTime time : excluded) {
            originalDate(time, floating).ifPresent(dates::add);
        }
        return List.copyOf(dates);
    }

    /** The original date of the occurrence that a time names, which may be in any zone or a date: by its instant, then by its date. */
    public Optional<LocalDate> originalDate(MeetingTime time, ZoneId floating) {
        if (recurrence == null) {
            return Optional.empty();
        }
        LocalDate written = time.wall().toLocalDate();
        LocalDate local = isAllDay ? written : time.dateIn(startZone(floating), floating);
        return Optional.of(local)
                .filter(recurrence::contains)
                .or(() -> Optional.of(written).filter(recurrence::contains));
    }
}
