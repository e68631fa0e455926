/** A server under honest traffic and attacks at once: what the honest callers notice, and what is left afterwards. */
@org.jspecify.annotations.NullMarked
package dev.postern.benchmarks.soak;
