package dev.postern.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PosternExtension.class)
class ManyTenantsTest {
    private static final int TENANTS = 100;
    private static final int AT_ONCE = 8;

    /** The target is 5 ms on a quiet machine; this bound finds what grows with the number of tenants on a busy one. */
    private static final long MAX_MILLISECONDS = 100;

    @Test
    void aHundredTenantsInParallelDoNotInterfere(PosternServer server) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<?>> results = new ArrayList<>();
            for (int i = 0; i < TENANTS; i++) {
                results.add(threads.submit(() -> oneTest(server.newTenant())));
            }
            for (Future<?> result : results) {
                result.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void oneTest(PosternTenant tenant) {
        PosternMailbox box = tenant.mailbox("anna");
        PosternApp app = tenant.app("sender", "Mail.Send").onlyTo(box);
        assertEquals(
                202,
                GraphCalls.sendMail(app, box, box.address(), "For " + tenant.domain())
                        .statusCode());
        assertEquals("For " + tenant.domain(), tenant.awaitMail(box).subject());
        assertEquals(1, tenant.mail(box).size());
    }

    @Test
    void aTenantTakesMilliseconds(PosternServer server) {
        long[] times = new long[50];
        for (int i = 0; i < times.length; i++) {
            long start = System.nanoTime();
            server.newTenant();
            times[i] = (System.nanoTime() - start) / 1_000_000;
        }
        Arrays.sort(times);
        assertTrue(times[times.length / 2] <= MAX_MILLISECONDS, () -> "median " + times[times.length / 2] + " ms");
    }
}
