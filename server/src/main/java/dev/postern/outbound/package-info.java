/** Everything that this server calls by somebody else's word: which targets may be called, and the client that calls them. */
@NullMarked
package dev.postern.outbound;

import org.jspecify.annotations.NullMarked;
