package dev.postern.cli;

import java.time.Duration;

/** The pauses between questions to a server, each longer than the one before up to a limit. */
final class Pauses {
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private Duration next = Duration.ofMillis(200);

    /** Waits for the next pause. */
    void next() {
        try {
            Thread.sleep(next);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CliFailure.failed("Interrupted.");
        }
        Duration longer = next.multipliedBy(3).dividedBy(2);
        next = longer.compareTo(LONGEST) < 0 ? longer : LONGEST;
    }
}
