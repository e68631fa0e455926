/**
 * Immutable maps. A change returns another map that shares almost all nodes with the one before, so its cost grows with the
 * logarithm of the size, and a copy costs nothing. docs/decisions/0029-directory-in-o-change.md explains why we wrote them.
 */
@NullMarked
package dev.postern.persistent;

import org.jspecify.annotations.NullMarked;
