package dev.postern.acceptance;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for asynchronous work of a server: polls, and fails after a timeout. */
final class Waiting {
    private static final Duration MAX_WAIT = Duration.ofSeconds(60);
    private static final Duration BETWEEN = Duration.ofMillis(20);

    private Waiting() {}

    static <T> T until(Supplier<Optional<T>> question) {
        Instant end = Instant.now().plus(MAX_WAIT);
        while (true) {
            Optional<T> answer = question.get();
            if (answer.isPresent()) {
                return answer.get();
            }
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("It did not happen within " + MAX_WAIT);
            }
            LockSupport.parkNanos(BETWEEN.toNanos());
        }
    }
}
