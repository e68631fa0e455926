package dev.postern.calendar;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** A window as a string with one digit for each interval of the same length: the highest of everything that overlaps the interval. */
public final class AvailabilityView {
    private final Instant from;
    private final Instant to;
    private final Duration interval;

    /** @param to exclusive; the last interval may end after it */
    public AvailabilityView(Instant from, Instant to, Duration interval) {
        this.from = from;
        this.to = to;
        this.interval = interval;
    }

    /** The cost is the number of intervals and of times, however many intervals each time covers. */
    public String of(List<BusyTime> times) {
        char[] view = new char[intervals()];
        Arrays.fill(view, BusyStatus.FREE.digit());
        // the highest first, so that a digit is final once it is written
        var ordered = times.stream()
                .filter(time -> time.status().blocks() && time.overlaps(from, to))
                .sorted(Comparator.comparingInt((BusyTime time) -> time.status().digit())
                        .reversed()
                        .thenComparing(BusyTime::start))
                .toList();
        char digit = 0;
        int written = 0;
        for (BusyTime time : ordered) {
            if (time.status().digit() != digit) {
                digit = time.status().digit();
                written = 0;
            }
            int end = end(time, view.length);
            for (int at = Math.max(written, start(time)); at < end; at++) {
                view[at] = (char) Math.max(view[at], digit);
            }
            written = Math.max(written, end);
        }
        return new String(view);
    }

    private int intervals() {
        return Math.toIntExact(roundedUp(Duration.between(from, to)));
    }

    private int start(BusyTime time) {
        return time.start().isBefore(from)
                ? 0
                : Math.toIntExact(Duration.between(from, time.start()).toNanos() / interval.toNanos());
    }

    /** Exclusive. A time without length is in the interval that contains it. */
    private int end(BusyTime time, int intervals) {
        Instant end = time.end().isAfter(to) ? to : time.end();
        return Math.min(intervals, Math.max(start(time) + 1, Math.toIntExact(roundedUp(Duration.between(from, end)))));
    }

    private long roundedUp(Duration length) {
        return Math.ceilDiv(length.toNanos(), interval.toNanos());
    }
}
