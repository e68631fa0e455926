package dev.postern.mailbox.event;

import dev.postern.calendar.BusyTime;

/**
 * A time at which a room is booked.
 *
 * @param organizer the name of who booked it
 */
public record Reservation(BusyTime time, String organizer) {}
