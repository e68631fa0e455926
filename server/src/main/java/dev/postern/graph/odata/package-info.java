/** The query of a URL: parsed, resolved against the types, and turned into conditions. */
@NullMarked
package dev.postern.graph.odata;

import org.jspecify.annotations.NullMarked;
