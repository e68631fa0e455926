package dev.postern.develop;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** The time of a server in developer mode: that of another clock with an offset that only grows. Thread-safe. */
public final class MovableClock implements InstantSource {
    /** Dates far beyond it are outside of what some formats can contain. */
    private static final Duration MAX_OFFSET = Duration.ofDays(36_500);

    private final InstantSource base;
    private final Consumer<Duration> moved;
    private final AtomicReference<Duration> offset;

    /**
     * @param offset to begin with
     * @param moved receives each new offset before it is in force
     */
    public MovableClock(InstantSource base, Duration offset, Consumer<Duration> moved) {
        this.base = base;
        this.moved = moved;
        this.offset = new AtomicReference<>(offset);
    }

    @Override
    public Instant instant() {
        return base.instant().plus(offset());
    }

    Duration offset() {
        return offset.get();
    }

    /** @throws DevelopFailure if the step is negative, or leads too far */
    synchronized void advance(Duration step) {
        if (step.isNegative()) {
            throw DevelopFailure.invalid(
                    "The clock can only be moved forward. A reset returns it to the time of the machine.");
        }
        if (step.compareTo(MAX_OFFSET) > 0 || offset().plus(step).compareTo(MAX_OFFSET) > 0) {
            throw DevelopFailure.invalid("The clock can be at most " + MAX_OFFSET.toDays() + " days ahead.");
        }
        Duration next = offset().plus(step);
        moved.accept(next);
        offset.set(next);
    }

    /** @throws DevelopFailure if the time is over, or too far ahead */
    synchronized void set(Instant time) {
        Instant now = instant();
        if (time.isBefore(now)) {
            throw DevelopFailure.invalid("The clock shows " + now
                    + " and can only be moved forward. A reset returns it to the time of the machine.");
        }
        advance(Duration.between(now, time));
    }
}
