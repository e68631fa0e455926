package dev.postern.calendar;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;

/**
 * A wall time in its zone.
 *
 * @param isLater whether the later of two instants with this wall time is meant, at the end of daylight saving time
 */
public record WallTime(LocalDateTime wall, ZoneId zone, boolean isLater) {
    /** The wall time of an instant, which has the same instant. */
    public static WallTime of(Instant instant, ZoneId zone) {
        var at = instant.atZone(zone);
        return new WallTime(
                at.toLocalDateTime(),
                zone,
                !at.getOffset().equals(at.withEarlierOffsetAtOverlap().getOffset()));
    }

    /** A time that does not exist is moved forward by the length of the gap. */
    public Instant instant() {
        var at = wall.atZone(zone);
        return (isLater ? at.withLaterOffsetAtOverlap() : at).toInstant();
    }

    /** As {@link #instant}, but a time that does not exist is taken with the offset after the gap. */
    private Instant earliest() {
        ZoneOffsetTransition transition = zone.getRules().getTransition(wall);
        return transition != null && transition.isGap() ? wall.toInstant(transition.getOffsetAfter()) : instant();
    }

    /** Whether the clock skips this time. */
    public boolean isSkipped() {
        return zone.getRules().getValidOffsets(wall).isEmpty();
    }

    /**
     * The end of an event that begins here. If the start does not exist and is therefore moved behind the end, or to the same time, the
     * end moves as well, so that the event stays as long as it is on the clock. The result is before the start if the event ends before
     * it begins.
     */
    public Instant end(WallTime end) {
        Instant start = instant();
        Instant stop = end.instant();
        Instant earliest = earliest();
        boolean isForward = zone.equals(end.zone) ? end.wall.isAfter(wall) : stop.isAfter(earliest);
        return isForward && isSkipped() && !end.isSkipped() && !stop.isAfter(start)
                ? stop.plusMillis(start.toEpochMilli() - earliest.toEpochMilli())
                : stop;
    }
}
