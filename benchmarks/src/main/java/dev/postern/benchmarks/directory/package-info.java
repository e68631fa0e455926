/** The cost of changes to a large directory, and of decisions from it. */
@NullMarked
package dev.postern.benchmarks.directory;

import org.jspecify.annotations.NullMarked;
