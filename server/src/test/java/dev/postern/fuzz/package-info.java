/**
 * Whatever reads what strangers send, against inputs that nobody thought of. Each target is a class with {@code fuzzerTestOneInput}, as
 * Jazzer calls it; the build calls the same with mutated seeds, see {@link dev.postern.fuzz.MutatedInputsTest}.
 */
@org.jspecify.annotations.NullMarked
package dev.postern.fuzz;
