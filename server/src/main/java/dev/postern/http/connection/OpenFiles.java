package dev.postern.http.connection;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.OptionalInt;

/** Computes the maximum number of connections from the process's limit of open files and its heap. */
public final class OpenFiles {
    private static final int MIN_CONNECTIONS = 16;
    private static final int UNKNOWN = 10_000;
    /** Files for the database, logs and outgoing calls: a fraction of the limit, between these bounds. */
    private static final int MIN_RESERVED_FILES = 96;

    private static final int MAX_RESERVED_FILES = 4096;
    /** Heap per connection: an idle one with TLS needs at most a quarter of this, a plain one 7 KiB. */
    private static final long HEAP_EACH = 96 * 1024;

    private OpenFiles() {}

    /**
     * Returns how many connections this process may have.
     *
     * @param configured {@code limits.connections}
     * @throws IllegalStateException if more are configured than the system allows
     */
    public static int connections(OptionalInt configured) {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? connections(
                        configured,
                        system.getMaxFileDescriptorCount(),
                        system.getOpenFileDescriptorCount(),
                        Runtime.getRuntime().maxMemory())
                : configured.orElse(UNKNOWN);
    }

    static int connections(OptionalInt configured, long max, long open, long heap) {
        long reserve = Math.clamp(max / 8, MIN_RESERVED_FILES, MAX_RESERVED_FILES);
        long free = Math.min(Integer.MAX_VALUE, max - open - reserve);
        // Some more may be open for the time that closing takes.
        long fits = Math.max(MIN_CONNECTIONS, Math.min(free * 8 / 9, free - 32));
        if (configured.isEmpty()) {
            return (int) Math.clamp(heap / HEAP_EACH, MIN_CONNECTIONS, fits);
        }
        if (configured.getAsInt() > fits) {
            throw new IllegalStateException("limits.connections is " + configured.getAsInt() + ", but of the " + max
                    + " files that this process may open, " + fits
                    + " are left for connections. Raise the limit (ulimit -n) or lower the setting.");
        }
        return configured.getAsInt();
    }
}
