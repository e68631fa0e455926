/** {@code $batch}: several requests in one, each of which passes through the gate separately. */
@NullMarked
package dev.postern.graph.batch;

import org.jspecify.annotations.NullMarked;
