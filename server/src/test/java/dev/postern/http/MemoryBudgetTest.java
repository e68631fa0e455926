package dev.postern.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MemoryBudgetTest {
    private static final long MIB = 1 << 20;

    private final MemoryBudget budget = new MemoryBudget(16 * MIB, Duration.ZERO);

    @Test
    void reservedMemoryIsReleased() {
        try (var lease = budget.lease()) {
            lease.take(MIB);
            lease.take(MIB);
            assertEquals(2 * MIB, budget.taken());
            lease.release(MIB / 2);
            assertEquals(3 * MIB / 2, budget.taken());
            lease.resize(MIB);
            assertEquals(MIB, lease.held());
        }
        assertEquals(0, budget.taken());
    }

    @Test
    void theAllowanceOfEveryConnectionNeedsNoBudget() {
        try (var all = budget.lease();
                var rest = budget.lease();
                var probe = budget.lease()) {
            all.take(12 * MIB);
            for (int i = 0; i < 16; i++) {
                rest.take(128 << 10);
            }
            probe.take(MemoryBudget.UNCOUNTED);
            assertThrows(MemorySpent.class, () -> probe.take(8 * MIB));
            assertEquals(14 * MIB, budget.taken());
        }
        assertEquals(0, budget.taken());
    }

    @Test
    void largeRequestsLeaveAnEighthToSmallOnes() {
        try (var first = budget.lease();
                var second = budget.lease();
                var third = budget.lease();
                var small = budget.lease()) {
            first.take(7 * MIB);
            second.take(7 * MIB);
            assertThrows(MemorySpent.class, () -> third.take(MIB));
            assertEquals(0, third.held());
            for (int i = 0; i < 8; i++) {
                small.take(32 << 10);
            }
            assertThrows(MemorySpent.class, () -> small.take(1));
        }
        assertEquals(0, budget.taken());
    }

    @Test
    void aRequestLargerThanTheBudgetRunsAloneUpToItsLimit() {
        try (var huge = budget.lease();
                var other = budget.lease()) {
            huge.take(1000 * MIB);
            assertEquals(12 * MIB, huge.held());
            assertThrows(MemorySpent.class, () -> huge.take(1));
            assertThrows(MemorySpent.class, () -> other.take(1000 * MIB));
            other.take(MIB);
        }
        assertEquals(0, budget.taken());
    }

    @Test
    void aSmallRequestWaitsForOthersToReleaseMemory() throws InterruptedException {
        var patient = new MemoryBudget(16 * MIB, Duration.ofSeconds(30));
        var holder = patient.lease();
        holder.take(12 * MIB);
        var taken = new CountDownLatch(1);
        var waiting = Thread.ofVirtual().start(() -> {
            try (var lease = patient.lease()) {
                lease.take(8 * MIB);
                taken.countDown();
            }
        });
        assertEquals(1, taken.getCount());
        holder.close();
        assertTrue(taken.await(20, TimeUnit.SECONDS));
        waiting.join();
        assertEquals(0, patient.taken());
    }
}
