package dev.postern.benchmarks.soak;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Something hostile, done again and again.
 *
 * @param threads that do it at once
 * @param pause between two attempts of a thread
 */
record Attack(String name, int threads, Duration pause, Attempt attempt) {
    /** One attempt. What the server says to it is counted, and otherwise the attacker's own business. */
    @FunctionalInterface
    interface Attempt {
        /** Returns the status, or zero where there is none. */
        int run(RandomGenerator random) throws Exception;
    }
}
