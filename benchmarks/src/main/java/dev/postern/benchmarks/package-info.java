/** What each operation costs: a server in a process of its own, filled stores, and callers on loopback. */
@NullMarked
package dev.postern.benchmarks;

import org.jspecify.annotations.NullMarked;
