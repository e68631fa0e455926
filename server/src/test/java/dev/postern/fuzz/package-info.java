/**
 * Fuzz tests of all parsers of untrusted input. Each target is a class with {@code fuzzerTestOneInput}, as
 * Jazzer calls it; the build calls it with mutated seeds, see {@link dev.postern.fuzz.MutatedInputsTest}.
 */
@org.jspecify.annotations.NullMarked
package dev.postern.fuzz;
