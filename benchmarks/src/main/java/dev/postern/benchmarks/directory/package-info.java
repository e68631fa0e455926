/** What a change of a large directory, and a decision from it, cost. */
@NullMarked
package dev.postern.benchmarks.directory;

import org.jspecify.annotations.NullMarked;
