package dev.postern;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class IdleTaskTest {
    private final AtomicLong requests = new AtomicLong();
    private final AtomicInteger done = new AtomicInteger();
    private final IdleTask task = new IdleTask(requests::get, done::incrementAndGet);

    private void second(long more) {
        requests.addAndGet(more);
        task.run();
    }

    @Test
    void aTaskWaitsForASecondWithoutRequests() {
        second(0);
        second(50);
        assertEquals(2, done.get());
        second(51);
        second(5_000);
        assertEquals(2, done.get());
        second(3);
        assertEquals(3, done.get());
    }

    @Test
    void itDoesNotWaitForEver() {
        for (int i = 0; i < 122; i++) {
            second(5_000);
        }
        assertEquals(2, done.get());
    }
}
