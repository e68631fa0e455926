/**
 * The cmdlets of Exchange that manage mailboxes, groups and application access policies, and {@code InvokeCommand}, the call that
 * carries them. It knows no SQL: everything goes through the directory that the gate has opened.
 */
@NullMarked
package dev.postern.exchange;

import org.jspecify.annotations.NullMarked;
