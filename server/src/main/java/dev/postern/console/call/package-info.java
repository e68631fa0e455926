/** Calls of the edges on behalf of a person: the console has no other way to data. */
@NullMarked
package dev.postern.console.call;

import org.jspecify.annotations.NullMarked;
