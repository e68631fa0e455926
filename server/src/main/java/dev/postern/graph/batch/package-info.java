/** {@code $batch}: several requests in one, each of which passes the gate by itself. */
@NullMarked
package dev.postern.graph.batch;

import org.jspecify.annotations.NullMarked;
