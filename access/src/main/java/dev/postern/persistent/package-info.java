/**
 * Maps that never change: a change makes another map that shares almost all of its nodes with the one before, so that it costs the
 * logarithm of the size and a copy costs nothing. docs/decisions/0029-directory-in-o-change.md says why they are our own.
 */
@NullMarked
package dev.postern.persistent;

import org.jspecify.annotations.NullMarked;
