package dev.postern.mailbox.event;

import dev.postern.calendar.BusyTime;
import dev.postern.mailbox.ItemId;

/**
 * What is relevant for a schedule of an event: a single event or an occurrence.
 *
 * @param event of an occurrence its series
 * @param isPrivate whether subject and location are only for the owner and for delegates who see private events
 * @param organizer the name
 */
public record ScheduledItem(
        ItemId event, BusyTime time, boolean isPrivate, String subject, String location, String organizer) {}
