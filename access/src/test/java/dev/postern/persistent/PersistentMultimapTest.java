package dev.postern.persistent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The map of several values compared with the platform's own, on random changes. */
class PersistentMultimapTest {
    /** A value that counts as the same as another one with the same number. */
    private record Value(long number, int version) {}

    private static final KeyOrder<Value> VALUES =
            KeyOrder.numbers(value -> value.number() / 2, value -> value.number() % 2);

    private static PersistentMultimap<String, Value> empty() {
        return PersistentMultimap.empty(KeyOrder.texts(), VALUES, WorkListener.NONE);
    }

    @Test
    void randomChangesGiveWhatSortedMapsGive() {
        long seed = Long.getLong("access.seed", new SecureRandom().nextLong());
        for (int round = 0; round < 200; round++) {
            long one = seed + round;
            var random = new SplittableRandom(one);
            var expected = new TreeMap<String, TreeMap<Long, Value>>();
            PersistentMultimap<String, Value> map = empty();
            for (int step = 0; step < 200; step++) {
                String key = "key" + random.nextInt(4);
                Value value = new Value(random.nextInt(5), step);
                Map<Long, Value> values = expected.computeIfAbsent(key, _ -> new TreeMap<>());
                if (random.nextInt(100) < 55) {
                    values.put(value.number(), value);
                    map = map.with(key, value);
                } else {
                    values.remove(value.number());
                    map = map.without(key, value);
                }
                assertEquals(List.copyOf(values.values()), List.copyOf(map.get(key)), () -> "seed " + one);
                assertEquals(!values.isEmpty(), map.contains(key), () -> "seed " + one);
            }
        }
    }

    @Test
    void withoutWhatIsNotThereIsTheSame() {
        PersistentMultimap<String, Value> map = empty().with("a", new Value(1, 1));
        assertSame(map, map.without("a", new Value(2, 1)));
        assertSame(map, map.without("b", new Value(1, 1)));
        assertTrue(map.contains("a"));
        assertFalse(map.contains("b"));
        assertEquals(List.of(), map.get("b"));
        assertEquals(List.of(new Value(1, 1)), map.get("a"));
    }

    /** One of many values costs no more than one of few. */
    @Test
    void aKeyWithManyValuesIsNotCopied() {
        var copied = new int[1];
        PersistentMultimap<String, Value> map = PersistentMultimap.empty(KeyOrder.texts(), VALUES, new WorkListener() {
            @Override
            public void copied(int slots) {
                copied[0] += slots;
            }

            @Override
            public void visited() {}
        });
        for (int i = 0; i < 10_000; i++) {
            map = map.with("a", new Value(i * 0x9E37_79B9_7F4A_7C15L, i));
        }
        copied[0] = 0;
        map.with("a", new Value(1, 1));
        assertTrue(copied[0] > 2 && copied[0] < 6 * 64, () -> copied[0] + " slots copied");
    }
}
