package dev.postern.persistent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The vector compared with the platform's own map, on random numbers of different sizes. */
class PersistentVectorTest {
    private static final int[] EDGES = {0, 1, 63, 64, 65, 4095, 4096, 4097, 262_143, 262_144, Integer.MAX_VALUE};

    @Test
    void randomChangesGiveWhatAHashMapGives() {
        long seed = Long.getLong("access.seed", new SecureRandom().nextLong());
        for (int round = 0; round < 200; round++) {
            long one = seed + round;
            var random = new SplittableRandom(one);
            Map<Integer, Integer> expected = new HashMap<>();
            PersistentVector<Integer> vector = PersistentVector.empty(WorkListener.NONE);
            for (int step = 0; step < 100; step++) {
                int number = random.nextInt(3) == 0
                        ? EDGES[random.nextInt(EDGES.length)]
                        : random.nextInt(1 << (1 + random.nextInt(20)));
                if (random.nextInt(4) == 0) {
                    expected.remove(number);
                    vector = vector.with(number, null);
                } else {
                    expected.put(number, step);
                    vector = vector.with(number, step);
                }
                assertEquals(expected.get(number), vector.get(number), () -> "seed " + one);
                int other = EDGES[random.nextInt(EDGES.length)];
                assertEquals(expected.get(other), vector.get(other), () -> "seed " + one);
            }
            PersistentVector<Integer> last = vector;
            expected.forEach((number, value) -> assertEquals(value, last.get(number), () -> "seed " + one));
        }
    }

    @Test
    void aVectorNeverChanges() {
        PersistentVector<String> one =
                PersistentVector.<String>empty(WorkListener.NONE).with(5, "five");
        PersistentVector<String> other = one.with(5, "else").with(700, "large");
        assertEquals("five", one.get(5));
        assertNull(one.get(700));
        assertNull(one.get(6));
        assertEquals("else", other.get(5));
        assertNull(other.get(701));
        assertNull(other.get(64));
    }

    @Test
    void aChangeCopiesOneArrayOfEachLevel() {
        var copied = new int[1];
        PersistentVector<String> vector = PersistentVector.empty(new WorkListener() {
            @Override
            public void copied(int slots) {
                copied[0] += slots;
            }

            @Override
            public void visited() {}
        });
        for (int number : new int[] {0, 63}) {
            copied[0] = 0;
            vector = vector.with(number, "x");
            assertEquals(64, copied[0]);
        }
        vector = vector.with(4095, "x");
        copied[0] = 0;
        vector.with(4094, "y");
        assertEquals(2 * 64, copied[0]);
        assertTrue(vector.get(4094) == null);
    }
}
