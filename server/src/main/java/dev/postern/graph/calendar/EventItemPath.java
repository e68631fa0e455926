package dev.postern.graph.calendar;

import dev.postern.gate.CalendarReader;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.item.ItemPath;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.PropertyTable;
import dev.postern.mailbox.event.Events;

/** The paths of events, for the routes that all kinds of items share. An occurrence shares those parts with its series. */
record EventItemPath() implements ItemPath<CalendarReader> {
    @Override
    public String collection() {
        return "events";
    }

    @Override
    public PropertyTable properties() {
        return PropertyTable.EVENT;
    }

    @Override
    public Item item(CalendarReader mailbox, GraphRequest request, Fields fields) {
        return EventReads.find(mailbox, request, Events.fields(false)).item();
    }
}
