package dev.postern.store;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The room on the disk where this server writes. Below a reserve nothing is added any more, while there still is room for what has to go
 * on: deleting, the audit, tokens. Any thread may ask, at the price of one call of the system.
 */
public final class DiskSpace {
    /** For so long a write that failed for lack of room is remembered: a disk of somebody else shows its state in no other way. */
    private static final Duration REMEMBERED = Duration.ofSeconds(30);

    private final LongSupplier free;
    private final long reserve;
    private final InstantSource clock;
    private volatile @Nullable Instant failed;

    /** @param free how many bytes may be written still */
    public DiskSpace(LongSupplier free, long reserve, InstantSource clock) {
        this.free = free;
        this.reserve = reserve;
        this.clock = clock;
    }

    /** @param reserve the bytes that are kept free */
    public static DiskSpace of(Path folder, long reserve, InstantSource clock) {
        return new DiskSpace(folder.toFile()::getUsableSpace, reserve, clock);
    }

    /** A disk that is never full. */
    public static DiskSpace unlimited() {
        return new DiskSpace(() -> Long.MAX_VALUE, 0, InstantSource.system());
    }

    public long free() {
        return free.getAsLong();
    }

    /** Asked before anything is added. @throws DiskFull when no more than the reserve is left */
    public void require() {
        long left = free.getAsLong();
        if (left < reserve) {
            throw new DiskFull(
                    "The disk has " + left + " bytes left, and " + reserve + " are kept free",
                    new IllegalStateException("limits.disk-reserve"));
        }
    }

    /** A write has failed for lack of room. */
    void failed() {
        failed = clock.instant();
    }

    /** Whether there is room, and nothing has failed lately for lack of it. */
    public boolean hasRoom() {
        Instant last = failed;
        boolean lately = last != null && last.plus(REMEMBERED).isAfter(clock.instant());
        return !lately && free.getAsLong() >= reserve;
    }
}
