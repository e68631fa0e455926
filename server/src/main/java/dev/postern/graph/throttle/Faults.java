package dev.postern.graph.throttle;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Refuses a share of the requests at random, as the cloud service does for reasons of its own. Thread-safe if its source is. */
record Faults(int percent, RandomGenerator random) {
    /** @throws Throttled for a share of the calls */
    void perhaps() {
        if (percent > 0 && random.nextInt(100) < percent) {
            throw switch (random.nextInt(4)) {
                case 0 -> Throttled.over("MailboxConcurrency", Duration.ofSeconds(1));
                case 1 -> Throttled.fault(429, "TooManyRequests", "Too many requests. Please try again later.", null);
                case 2 ->
                    Throttled.fault(
                            503,
                            "ErrorServerBusy",
                            "The server cannot service this request right now. Try again later.",
                            Duration.ofSeconds(1));
                default -> Throttled.fault(504, "UnknownError", "The request timed out.", null);
            };
        }
    }
}
