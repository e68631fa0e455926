/** Calendars and their events. */
@NullMarked
package dev.postern.graph.calendar;

import org.jspecify.annotations.NullMarked;
