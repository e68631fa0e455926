package dev.postern.store;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** UUIDs as bytes, and time-ordered ones (RFC 9562, version 7), which keep new rows adjacent in an index. */
public final class Uuids {
    private Uuids() {}

    /** A version 7 UUID: 48 bits of milliseconds, then random bits. */
    public static UUID timeOrdered(Instant now, RandomGenerator random) {
        long high = (now.toEpochMilli() << 16) | 0x7000 | (random.nextLong() & 0x0fff);
        long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /**
     * The next UUID in order. The random bits of independent UUIDs would decide the order of those created in the same
     * millisecond.
     */
    public static UUID next(UUID before) {
        long low = before.getLeastSignificantBits() + 1;
        return new UUID(before.getMostSignificantBits(), (low & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L);
    }

    /** The 16 bytes, most significant first. */
    public static byte[] bytes(UUID uuid) {
        return ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }

    /** The inverse of {@link #bytes}. */
    public static UUID of(byte[] bytes) {
        if (bytes.length != 16) {
            throw new IllegalArgumentException("A UUID has 16 bytes, not " + bytes.length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong());
    }
}
