package dev.postern.store;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The free space on the server's disk. Below a reserve nothing may be added, so that there is space left for what must
 * continue: deletions, the audit, tokens. Thread-safe; each call costs one system call.
 */
public final class DiskSpace {
    /**
     * How long a write that failed on a full disk is remembered. If the disk is on another machine, only such a failure
     * shows that it is full.
     */
    private static final Duration REMEMBERED = Duration.ofSeconds(30);

    private final LongSupplier free;
    private final long reserve;
    private final InstantSource clock;
    private volatile @Nullable Instant failed;

    /**
     * @param free how many more bytes can be written
     */
    public DiskSpace(LongSupplier free, long reserve, InstantSource clock) {
        this.free = free;
        this.reserve = reserve;
        this.clock = clock;
    }

    /**
     * @param reserve the bytes that stay free
     */
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

    /**
     * Must be called before anything is added.
     *
     * @throws DiskFull if only the reserve is left
     */
    public void require() {
        long left = free.getAsLong();
        if (left < reserve) {
            throw new DiskFull(
                    "The disk has " + left + " bytes left, and " + reserve + " are kept free",
                    new IllegalStateException("limits.disk-reserve"));
        }
    }

    /** Records that a write failed because the disk was full. */
    void failed() {
        failed = clock.instant();
    }

    /** Whether there is space beyond the reserve, and no write has recently failed on a full disk. */
    public boolean hasRoom() {
        Instant last = failed;
        boolean lately = last != null && last.plus(REMEMBERED).isAfter(clock.instant());
        return !lately && free.getAsLong() >= reserve;
    }
}
