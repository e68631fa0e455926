/** Calendars of a mailbox: their groups, permissions and settings. */
@NullMarked
package dev.postern.mailbox.event;

import org.jspecify.annotations.NullMarked;
