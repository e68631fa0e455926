/** The cost of each operation: a server in a separate process, filled stores, and callers on loopback. */
@NullMarked
package dev.postern.benchmarks;

import org.jspecify.annotations.NullMarked;
