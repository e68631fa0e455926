package dev.postern.smtp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RefusalLogTest {
    @Test
    void theNumberOfLinesInAMinuteIsBounded() {
        var now = new AtomicLong();
        var log = new RefusalLog(now::get);
        assertEquals(60, IntStream.range(0, 1000).filter(_ -> log.mayWrite()).count());
        now.addAndGet(Duration.ofSeconds(59).toNanos());
        assertEquals(0, IntStream.range(0, 10).filter(_ -> log.mayWrite()).count());
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertEquals(60, IntStream.range(0, 1000).filter(_ -> log.mayWrite()).count());
    }
}
