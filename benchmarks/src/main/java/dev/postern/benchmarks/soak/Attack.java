package dev.postern.benchmarks.soak;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * A repeated attack.
 *
 * @param threads the number of attacking threads
 * @param pause between two attempts of a thread
 */
record Attack(String name, int threads, Duration pause, Attempt attempt) {
    /** One attempt. The server's response is only counted. */
    @FunctionalInterface
    interface Attempt {
        /** Returns the status, or zero if there is none. */
        int run(RandomGenerator random) throws Exception;
    }
}
