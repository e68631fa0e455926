/**
 * The move from application access policies to role assignments: a script of cmdlets, and the proof of what it changes. Nothing here changes
 * the directory.
 */
@NullMarked
package dev.postern.migration;

import org.jspecify.annotations.NullMarked;
