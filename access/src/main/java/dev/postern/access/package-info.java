/** The decision: who may reach which mailbox, and why. Pure functions over an immutable snapshot; no I/O, no dependencies. */
@NullMarked
package dev.postern.access;

import org.jspecify.annotations.NullMarked;
