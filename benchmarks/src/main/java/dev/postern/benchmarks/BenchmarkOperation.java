package dev.postern.benchmarks;

import java.util.random.RandomGenerator;

/**
 * An operation of callers.
 *
 * @param wanted the promised maximum of the server's processor time for one operation, in milliseconds; zero if nothing
 *     was promised
 * @param status of success
 * @param delivers whether mail is delivered after the response, which is part of the cost
 */
record BenchmarkOperation(String name, double wanted, int status, boolean delivers, Maker maker) {
    /** Creates the whole request. */
    @FunctionalInterface
    interface Maker {
        byte[] request(RandomGenerator random);
    }
}
