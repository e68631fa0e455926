/** The query part of an address: read, resolved against the types, and turned into questions. */
@NullMarked
package dev.postern.graph.odata;

import org.jspecify.annotations.NullMarked;
