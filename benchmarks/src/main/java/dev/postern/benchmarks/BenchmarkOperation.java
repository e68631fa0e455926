package dev.postern.benchmarks;

import java.util.random.RandomGenerator;

/**
 * Something that callers do over and over.
 *
 * @param wanted milliseconds of the server's processor time that one may cost; zero when nothing was promised
 * @param status of success
 * @param delivers whether mail is under way after the answer, which belongs to the cost
 */
record BenchmarkOperation(String name, double wanted, int status, boolean delivers, Maker maker) {
    /** Makes the whole request. */
    @FunctionalInterface
    interface Maker {
        byte[] request(RandomGenerator random);
    }
}
