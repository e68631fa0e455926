/**
 * A server under honest traffic and attacks at the same time: the effect on honest callers, and the state afterwards.
 */
@org.jspecify.annotations.NullMarked
package dev.postern.benchmarks.soak;
