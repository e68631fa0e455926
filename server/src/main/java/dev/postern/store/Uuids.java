package dev.postern.store;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** UUIDs as bytes, and time-ordered ones (RFC 9562, version 7), which keep new rows of an index side by side. */
public final class Uuids {
    private Uuids() {}

    /** A version 7 UUID: 48 bits of milliseconds, then random bits. */
    public static UUID timeOrdered(Instant now, RandomGenerator random) {
        long high = (now.toEpochMilli() << 16) | 0x7000 | (random.nextLong() & 0x0fff);
        long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** One that stands right behind another: of several that are made in one moment, the random bits would else decide the order. */
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

    /** Reads what {@link #bytes} made. */
    public static UUID of(byte[] bytes) {
        if (bytes.length != 16) {
            throw new IllegalArgumentException("A UUID has 16 bytes, not " + bytes.length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong());
    }
}
