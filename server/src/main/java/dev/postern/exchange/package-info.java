/**
 * The Exchange cmdlets that manage mailboxes, groups and application access policies, and {@code InvokeCommand}, the HTTP call
 * that runs them. The package uses no SQL; it reads and changes the directory through the gate.
 */
@NullMarked
package dev.postern.exchange;

import org.jspecify.annotations.NullMarked;
