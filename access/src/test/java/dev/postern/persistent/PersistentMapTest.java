package dev.postern.persistent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The map compared with the platform's own, on random changes of keys that collide on purpose. */
class PersistentMapTest {
    private static final Comparator<UUID> AS_PRINTED = Comparator.comparing(UUID::toString);
    private static final KeyOrder<UUID> IDS = KeyOrder.ids(id -> id);

    @Test
    void randomChangesGiveWhatASortedMapGives() {
        long seed = Long.getLong("access.seed", new SecureRandom().nextLong());
        for (int round = 0; round < 300; round++) {
            long one = seed + round;
            var random = new SplittableRandom(one);
            List<UUID> keys = keys(random, 1 + random.nextInt(200));
            var expected = new TreeMap<UUID, Integer>(AS_PRINTED);
            PersistentMap<UUID, Integer> map = PersistentMap.empty(IDS, WorkListener.NONE);
            for (int step = 0; step < 400; step++) {
                UUID key = keys.get(random.nextInt(keys.size()));
                if (random.nextInt(100) < 55) {
                    expected.put(key, step);
                    map = map.with(key, step);
                } else {
                    expected.remove(key);
                    map = map.without(key);
                }
                assertEquals(expected.get(key), map.get(key), () -> "seed " + one);
                assertEquals(expected.size(), map.size(), () -> "seed " + one);
            }
            compare(expected, map, keys, one);
        }
    }

    private static void compare(
            NavigableMap<UUID, Integer> expected, PersistentMap<UUID, Integer> map, List<UUID> keys, long seed) {
        assertEquals(List.copyOf(expected.values()), List.copyOf(map.values()), () -> "seed " + seed);
        var found = new ArrayList<UUID>();
        map.forEach((key, value) -> found.add(key));
        assertEquals(List.copyOf(expected.keySet()), found, () -> "seed " + seed);
        assertEquals(found, List.copyOf(map.keys()), () -> "seed " + seed);
        for (UUID key : keys) {
            assertEquals(expected.get(key), map.get(key), () -> "seed " + seed);
            assertEquals(
                    List.copyOf(expected.tailMap(key, false).values()),
                    map.above(key).toList(),
                    () -> "seed " + seed);
        }
    }

    /** Many with the same upper half, or with halves that differ only in their last bits. */
    private static List<UUID> keys(SplittableRandom random, int count) {
        long common = random.nextLong();
        var keys = new ArrayList<UUID>();
        for (int i = 0; i < count; i++) {
            long high = switch (random.nextInt(4)) {
                case 0 -> common;
                case 1 -> common ^ random.nextInt(8);
                case 2 -> common ^ (1L << random.nextInt(64));
                default -> random.nextLong();
            };
            keys.add(new UUID(high, random.nextInt(3) == 0 ? random.nextInt(4) - 2 : random.nextLong()));
        }
        return keys;
    }

    @Test
    void textsWithTheSameHashAreToldApart() {
        PersistentMap<String, String> map = PersistentMap.empty(KeyOrder.texts(), WorkListener.NONE);
        List<String> same = List.of("AaAa", "BBBB", "AaBB", "BBAa");
        for (String text : same) {
            map = map.with(text, "value of " + text);
        }
        for (String text : same) {
            assertEquals("value of " + text, map.get(text));
        }
        assertNull(map.get("aaaa"));
        for (String text : same) {
            map = map.without(text);
            assertNull(map.get(text));
        }
        assertTrue(map.isEmpty());
    }

    @Test
    void aMapNeverChanges() {
        var random = new SplittableRandom(7);
        PersistentMap<UUID, Integer> before = PersistentMap.empty(IDS, WorkListener.NONE);
        List<UUID> keys = keys(random, 500);
        for (UUID key : keys) {
            before = before.with(key, 1);
        }
        List<Integer> values = List.copyOf(before.values());
        PersistentMap<UUID, Integer> after = before;
        for (UUID key : keys) {
            after = random.nextBoolean() ? after.without(key) : after.with(key, 2);
        }
        assertEquals(values, List.copyOf(before.values()));
        assertThrows(UnsupportedOperationException.class, before.values()::clear);
    }

    @Test
    void withoutWhatIsNotThereIsTheSameMap() {
        PersistentMap<UUID, Integer> map =
                PersistentMap.<UUID, Integer>empty(IDS, WorkListener.NONE).with(new UUID(1, 1), 1);
        assertSame(map, map.without(new UUID(1, 2)));
    }

    @Test
    void aChangeCopiesTheWayToTheKeyAndNothingElse() {
        var work = new int[2];
        PersistentMap<UUID, Integer> map = PersistentMap.empty(IDS, new WorkListener() {
            @Override
            public void copied(int slots) {
                work[0] += slots;
            }

            @Override
            public void visited() {
                work[1]++;
            }
        });
        var random = new SplittableRandom(3);
        for (int i = 0; i < 100_000; i++) {
            map = map.with(new UUID(random.nextLong(), random.nextLong()), i);
        }
        work[0] = 0;
        UUID key = new UUID(random.nextLong(), random.nextLong());
        map = map.with(key, 1);
        assertTrue(work[0] > 0 && work[0] <= 5 * 64, () -> work[0] + " slots copied");
        map.get(key);
        assertEquals(0, work[1]);
        map.above(key).limit(10).forEach(value -> {});
        assertTrue(work[1] >= 10 && work[1] <= 11, () -> work[1] + " entries visited");
    }

    /** Also when only keys with the same first bits were left, in a node or in a bucket. */
    @Test
    void aMapThatHasShrunkIsLikeOneThatNeverGrew() {
        var key = new UUID(1, 1);
        for (UUID other : List.of(new UUID(1, 2), new UUID(2, 1), new UUID(1L << 63, 1))) {
            var work = new int[1];
            PersistentMap<UUID, Integer> empty = counted(IDS, work);
            PersistentMap<UUID, Integer> two = empty.with(key, 1).with(other, 2);
            work[0] = 0;
            PersistentMap<UUID, Integer> shrunk = two.without(other);
            assertTrue(work[0] > 0, () -> "nothing is copied without " + other);
            work[0] = 0;
            assertEquals(3, two.with(key, 3).get(key));
            assertTrue(work[0] >= 4, () -> "both entries are copied with " + other);
            work[0] = 0;
            assertEquals(3, shrunk.with(key, 3).get(key));
            assertEquals(2, work[0], () -> "after " + other);
            assertTrue(shrunk.without(key).isEmpty());
            assertEquals(List.of(), List.copyOf(shrunk.without(key).keys()));
        }
    }

    /** A path has at most eleven nodes, also to keys that only the last bits tell apart. */
    @Test
    void keysThatDifferInTheLastBitsHaveAShortPath() {
        for (long other : List.of(1L, 2L, 4L, 8L, 15L)) {
            var work = new int[1];
            PersistentMap<UUID, Integer> map =
                    counted(IDS, work).with(new UUID(0, 7), 1).with(new UUID(other, 7), 2);
            work[0] = 0;
            map.with(new UUID(0, 7), 3);
            assertTrue(work[0] <= 10 + 4, () -> work[0] + " slots copied");
            assertEquals(List.of(1, 2), List.copyOf(map.values()));
        }
    }

    @Test
    void textsAreSpread() {
        var work = new int[1];
        PersistentMap<String, Integer> map = counted(KeyOrder.texts(), work);
        for (int i = 0; i < 2_000; i++) {
            map = map.with("text " + i, i);
        }
        work[0] = 0;
        map.with("another text", 1);
        assertTrue(work[0] > 0 && work[0] <= 4 * 64, () -> work[0] + " slots copied");
    }

    private static <K> PersistentMap<K, Integer> counted(KeyOrder<K> order, int[] copied) {
        return PersistentMap.empty(order, new WorkListener() {
            @Override
            public void copied(int slots) {
                copied[0] += slots;
            }

            @Override
            public void visited() {}
        });
    }

    @Test
    void anIterationEndsWithItsLastEntry() {
        Iterator<Integer> values = PersistentMap.<UUID, Integer>empty(IDS, WorkListener.NONE)
                .with(new UUID(1, 1), 5)
                .values()
                .iterator();
        assertTrue(values.hasNext());
        assertEquals(5, values.next());
        assertFalse(values.hasNext());
        assertThrows(NoSuchElementException.class, values::next);
    }
}
