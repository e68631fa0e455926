package dev.postern.persistent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The map compared with the platform's own, on random changes; some keys have the same hash on purpose. */
class PackedMapTest {
    @Test
    void randomChangesGiveWhatAHashMapGives() {
        long seed = Long.getLong("access.seed", new SecureRandom().nextLong());
        for (int round = 0; round < 200; round++) {
            long one = seed + round;
            var random = new SplittableRandom(one);
            List<UUID> keys = keys(random, 1 + random.nextInt(300));
            var expected = new HashMap<UUID, long[]>();
            PackedMap map = PackedMap.empty(WorkListener.NONE);
            PackedMap halfWay = map;
            Map<UUID, long[]> expectedHalfWay = Map.of();
            for (int step = 0; step < 800; step++) {
                UUID key = keys.get(random.nextInt(keys.size()));
                if (random.nextInt(100) < 60) {
                    long[] numbers = random.longs(random.nextInt(5)).toArray();
                    expected.put(key, numbers);
                    map = map.with(key, numbers);
                } else {
                    expected.remove(key);
                    map = map.without(key);
                }
                if (step == 400) {
                    halfWay = map;
                    expectedHalfWay = Map.copyOf(expected);
                }
            }
            for (UUID key : keys) {
                assertArrayEquals(expected.get(key), map.get(key), () -> "seed " + one);
                assertArrayEquals(expectedHalfWay.get(key), halfWay.get(key), () -> "seed " + one + ", half-way");
            }
        }
    }

    @Test
    void nothingIsLeftWhenAllIsRemoved() {
        List<UUID> keys = keys(new SplittableRandom(3), 500);
        var work = new CountedWork();
        PackedMap map = PackedMap.empty(work);
        for (UUID key : keys) {
            map = map.with(key, 1);
        }
        for (UUID key : keys) {
            map = map.without(key);
            assertNull(map.get(key));
        }
        assertSame(map, map.without(keys.getFirst()));
        work.copied = 0;
        map.with(keys.getFirst(), 1);
        assertEquals(4, work.copied);
    }

    @Test
    void theNumbersThatAreReturnedAreACopy() {
        var key = new UUID(1, 2);
        PackedMap map = PackedMap.empty(WorkListener.NONE).with(key, 7);
        long @Nullable [] numbers = map.get(key);
        assertTrue(numbers != null);
        numbers[0] = 8;
        assertArrayEquals(new long[] {7}, map.get(key));
    }

    /** Keys that differ in a few bits only are spread as well as random ones. */
    @Test
    void aChangeOfALargeMapCopiesTheWayToTheKey() {
        var random = new SplittableRandom(5);
        List<LongFunction<UUID>> families = List.of(
                i -> new UUID(random.nextLong(), random.nextLong()),
                i -> new UUID(1, i),
                i -> new UUID(i, 1),
                i -> new UUID(i << 40, i),
                i -> new UUID(7, i << 44));
        for (LongFunction<UUID> family : families) {
            var work = new CountedWork();
            PackedMap map = PackedMap.empty(work);
            for (int i = 0; i < 50_000; i++) {
                map = map.with(family.apply(i), i);
            }
            for (int i = 0; i < 20; i++) {
                UUID key = family.apply(50_000 + i);
                long before = work.copied;
                map.with(key, 1);
                long copied = work.copied - before;
                assertTrue(copied > 2 * 64 && copied <= 4 * 64 + 17 * 4, () -> "copied " + copied + " for " + key);
            }
        }
    }

    @Test
    void sixteenEntriesAreInOneArray() {
        var work = new CountedWork();
        PackedMap map = PackedMap.empty(work);
        for (int i = 0; i < 16; i++) {
            work.copied = 0;
            map = map.with(new UUID(i, i), i);
            assertEquals(4L * (i + 1), work.copied);
        }
    }

    private static final class CountedWork implements WorkListener {
        private long copied;

        @Override
        public void copied(int slots) {
            copied += slots;
        }

        @Override
        public void visited() {}
    }

    /** Some are random, some differ in one half only, some have one hash. */
    private static List<UUID> keys(SplittableRandom random, int count) {
        var keys = new ArrayList<UUID>();
        long one = random.nextLong();
        for (int i = 0; i < count; i++) {
            long other = random.nextLong();
            keys.add(
                    switch (random.nextInt(4)) {
                        case 0 -> new UUID(one, i);
                        case 1 -> new UUID(i, one);
                        case 2 -> new UUID(other, other * 0x9E37_79B9_7F4A_7C15L ^ one);
                        default -> new UUID(other, random.nextLong());
                    });
        }
        return keys;
    }
}
