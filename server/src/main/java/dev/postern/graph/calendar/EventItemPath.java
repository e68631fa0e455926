package dev.postern.graph.calendar;

import dev.postern.gate.CalendarReader;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.item.ItemPath;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.IdStyle;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.PropertyTable;
import dev.postern.mailbox.WireIds;
import dev.postern.mailbox.event.EventInstance;
import dev.postern.mailbox.event.Events;
import java.time.LocalDate;

/** The paths of events and of occurrences, for the routes that all kinds of items share. */
record EventItemPath() implements ItemPath<CalendarReader> {
    @Override
    public String collection() {
        return "events";
    }

    @Override
    public PropertyTable properties() {
        return PropertyTable.EVENT;
    }

    /** Of an occurrence, its series with the properties of the occurrence. */
    @Override
    public Item item(CalendarReader mailbox, GraphRequest request, Fields fields) {
        EventInstance event = EventReads.find(mailbox, request, Events.fields(false));
        return event.occurrence() == null ? event.item() : event.item().with(event.properties());
    }

    @Override
    public ItemRef ref(CalendarReader mailbox, GraphRequest request, Item item) {
        return new ItemRef(
                item.id(), item.moveCount(), EventPath.id(mailbox, request).originalDate());
    }

    @Override
    public String id(CalendarReader mailbox, GraphRequest request, Item item, IdStyle style) {
        LocalDate date = EventPath.id(mailbox, request).originalDate();
        return date == null ? WireIds.item(item, style) : WireIds.occurrence(item, date, style);
    }
}
